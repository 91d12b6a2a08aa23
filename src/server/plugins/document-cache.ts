import { LRUCache } from 'lru-cache'

/** Memory of a parsed document for each character of its text; measured, and rounded up. */
const bytesPerCharacter = 500

/** Parsed documents by their text. Yoga's default cache limits their number, so that long documents could fill the memory. */
export const createDocumentCache = <T extends object>(maxBytes: number): LRUCache<string, T> =>
  new LRUCache({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 10),
    sizeCalculation: (_, text) => Math.max(1, text.length * bytesPerCharacter),
  })
