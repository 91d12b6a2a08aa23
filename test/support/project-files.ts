import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '../..')
const ignored = ['.git', 'node_modules', 'dist', 'coverage']

/** Paths of all files of the repository, sorted. */
export const projectFiles: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter(({ name }) => !ignored.includes(name))
  .flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(root, entry.name), { recursive: true, withFileTypes: true }).filter((below) => below.isFile())
      : entry,
  )
  .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
  .toSorted()

export const readProjectFile = (path: string): string => readFileSync(join(root, path), 'utf8')
