import { LRUCache } from 'lru-cache'

/** What a document takes once it is parsed, for each character of its text; measured, and rounded up. */
const bytesPerCharacter = 500

/** Parsed documents by their text. Yoga's own cache counts them, so that a thousand long ones would fill the memory. */
export const createDocumentCache = <T extends object>(maxBytes: number): LRUCache<string, T> =>
  new LRUCache({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 10),
    sizeCalculation: (_, text) => Math.max(1, text.length * bytesPerCharacter),
  })
