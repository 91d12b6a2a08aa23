import { LRUCache } from 'lru-cache'

/** What a document takes once it is parsed, for each character of its text; measured, and rounded up. */
const bytesACharacter = 500
const maxBytes = 50_000_000

/** Parsed documents by their text. Yoga's own cache counts them, so that a thousand long ones would fill the memory. */
export const createDocumentCache = <T extends object>(): LRUCache<string, T> =>
  new LRUCache({
    maxSize: maxBytes,
    maxEntrySize: maxBytes / 10,
    sizeCalculation: (_, text) => Math.max(1, text.length * bytesACharacter),
  })
