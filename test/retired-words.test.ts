import { describe, expect, it } from 'vitest'
import { projectFiles, readProjectFile } from './support/project-files.ts'
import { countLines, listPassages, type Part } from './support/readable-text.ts'
import { retiredInCode, retiredWords } from './support/retired-words.ts'

type Words = Readonly<Record<string, string>>

/** Each retired word of a file: where it is, and what to write instead. */
function findRetired(
  path: string,
  content: string,
  parts: readonly Part[] = ['messages'],
  words: Words = retiredWords,
) {
  const phrase = Object.keys(words).join('|').replaceAll(' ', '\\s+')
  const retired = new RegExp(`(?<![\\w-])(?:${phrase})(?![\\w-])`, 'gi')
  return listPassages(path, content, parts).flatMap(({ line, text }) =>
    [...text.matchAll(retired)].map(({ 0: found, index }) => {
      const place = line + countLines(text.slice(0, index)) - 1
      return `${path}:${place} "${found}": ${words[found.toLowerCase().replaceAll(/\s+/g, ' ')]}`
    }),
  )
}

/** Folders whose comments and names use the standard terms. */
const cleanFolders = [
  'auth',
  'cli',
  'concurrency',
  'config',
  'demo',
  'gateway',
  'json',
  'provider',
  'redis',
  'report',
  'schema',
  'series',
  'server',
  'telemetry',
  'upstream',
]

/** Folders of tests whose titles are plain sentences. */
const cleanTests = ['auth', 'concurrency', 'config', 'server', 'telemetry', 'upstream']

const listFiles = (root: string, folders: readonly string[]): readonly string[] =>
  projectFiles.filter((path) => folders.some((folder) => path.startsWith(`${root}/${folder}/`)) && path.endsWith('.ts'))

describe('plain technical English', () => {
  it.each([
    ['schema.graphql', /^schema\.graphql$/],
    ['the documentation', /^(?!test\/).*\.md$/],
    ['the examples', /^(examples\/.*|gateway\.example\.yaml|\.env\.example)$/],
    ['the messages of the gateway', /^src\/.*\.ts$/],
  ])('%s: no retired words', (_, files) => {
    const checked = projectFiles.filter((path) => files.test(path))
    expect(checked).not.toEqual([])
    expect(checked.flatMap((path) => findRetired(path, readProjectFile(path)))).toEqual([])
  })

  it.each(cleanFolders)('src/%s: no retired words in comments and names', (folder) => {
    const files = listFiles('src', [folder])
    expect(files).not.toEqual([])
    const words = { ...retiredWords, ...retiredInCode }
    const parts: readonly Part[] = ['comments', 'names']
    expect(files.flatMap((path) => findRetired(path, readProjectFile(path), parts, words))).toEqual([])
  })

  it.each(cleanTests)('test/%s: no retired words in titles', (folder) => {
    const files = listFiles('test', [folder])
    expect(files).not.toEqual([])
    const words = { ...retiredWords, ...retiredInCode }
    expect(files.flatMap((path) => findRetired(path, readProjectFile(path), ['titles'], words))).toEqual([])
  })

  it('finds retired words in comments, in parts of names and in titles', () => {
    const code = "// anew\nconst toldAll = ''\nit.each([1])('his', () => 'him')\n"
    const words = { ...retiredWords, ...retiredInCode }
    expect(findRetired('file.ts', code, ['comments', 'names', 'titles'], words)).toEqual([
      'file.ts:1 "anew": again',
      'file.ts:2 "told": reported, received, configured',
      'file.ts:3 "his": their, or "its" for a client',
    ])
  })

  it('finds retired words in documents, across lines and in any case', () => {
    expect(findRetired('page.md', 'Figures\nof\nbefore. Nobody, the cache-he, them.')).toEqual([
      'page.md:2 "of\nbefore": previous, cached',
      'page.md:3 "Nobody": no one, no client',
    ])
  })

  it('finds retired words in the strings and templates of code, and leaves comments, names and imports alone', () => {
    const code = [
      "import { his } from './his.ts'",
      "// his, and it's an apostrophe",
      `const he = /['"\`]/.test(his) ? \`his \${he + "him"} report\` : 'anew'`,
    ].join('\n')
    expect(findRetired('file.ts', code)).toEqual([
      'file.ts:3 "his": their, or "its" for a client',
      'file.ts:3 "him": them, or "it" for a client',
      'file.ts:3 "anew": again',
    ])
  })
})
