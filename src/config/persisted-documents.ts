import { z } from 'zod'
import { describeFileError } from './file/messages.ts'

/** The settings of the manifest of persisted documents. */
export const persistedDocuments = z
  .strictObject({
    file: z
      .string()
      .min(1, 'must not be empty')
      .describe(
        'Path of the manifest: a JSON object of documents by the SHA-256 hash of their text, as `npm run generate` writes it.',
      ),
    only: z
      .boolean()
      .default(true)
      .describe('Whether only documents of the manifest are executed. `false` allows others, too.'),
  })
  .optional()
  .describe('Documents that clients may send as a hash instead of the text.')

export interface PersistedDocuments {
  readonly texts: ReadonlyMap<string, string>
  readonly only: boolean
}

const manifest = z.record(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 hash in lower case'), z.string())

/** Reads the manifest that the setting names; reports a file that is not a manifest. */
export function readPersistedDocuments(
  setting: z.infer<typeof persistedDocuments>,
  readFile: (path: string) => string,
  report: (problem: string) => void,
): PersistedDocuments | undefined {
  if (!setting) return undefined
  let text: string
  try {
    text = readFile(setting.file)
  } catch (error) {
    report(`persistedDocuments.file: ${describeFileError(setting.file, error)}`)
    return undefined
  }
  try {
    const texts = manifest.parse(JSON.parse(text))
    return { texts: new Map(Object.entries(texts)), only: setting.only }
  } catch {
    report(
      `persistedDocuments.file: the file ${setting.file} must be a JSON object of documents by their SHA-256 hash, as npm run generate writes it`,
    )
    return undefined
  }
}
