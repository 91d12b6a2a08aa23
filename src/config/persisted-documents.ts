import { z } from 'zod'

/** What the file says of documents that are known beforehand. */
export const persistedDocuments = z
  .strictObject({
    file: z.string().min(1).describe('A manifest as JSON: texts by their SHA-256.'),
    only: z.boolean().default(true).describe('Whether no other document is answered.'),
  })
  .optional()
  .describe('Documents that clients name by their SHA-256 in place of their text.')

export interface PersistedDocuments {
  readonly texts: ReadonlyMap<string, string>
  readonly only: boolean
}

const manifest = z.record(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in small letters'), z.string())

/** Reads the manifest that a setting names, and reports a file that is none. */
export function readPersistedDocuments(
  setting: z.infer<typeof persistedDocuments>,
  readFile: (path: string) => string,
  report: (problem: string) => void,
): PersistedDocuments | undefined {
  if (!setting) return undefined
  try {
    const texts = manifest.parse(JSON.parse(readFile(setting.file)))
    return { texts: new Map(Object.entries(texts)), only: setting.only }
  } catch {
    report('persistedDocuments.file: must be a JSON file of texts by their SHA-256, as npm run generate writes it')
    return undefined
  }
}
