import { describe, expect, it } from 'vitest'
import { projectFiles, readProjectFile } from './support/project-files.ts'
import { countLines, listPassages } from './support/readable-text.ts'
import { retiredWords } from './support/retired-words.ts'

const phrase = Object.keys(retiredWords).join('|').replaceAll(' ', '\\s+')
const retired = new RegExp(`(?<![\\w-])(?:${phrase})(?![\\w-])`, 'gi')

/** Each retired word of a file: where it is, and what to write instead. */
const findRetired = (path: string, content: string): readonly string[] =>
  listPassages(path, content).flatMap(({ line, text }) =>
    [...text.matchAll(retired)].map(({ 0: found, index }) => {
      const place = line + countLines(text.slice(0, index)) - 1
      return `${path}:${place} "${found}": ${retiredWords[found.toLowerCase().replaceAll(/\s+/g, ' ')]}`
    }),
  )

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
