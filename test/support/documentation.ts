import { readdirSync, readFileSync } from 'node:fs'

/** A fenced code block. */
export interface Example {
  /** File and line, as `docs/caching.md:12`. */
  readonly place: string
  readonly language: string
  readonly text: string
}

const root = new URL('../../', import.meta.url)

/** README and every page of docs/, by path. */
export const documentation: ReadonlyMap<string, string> = new Map(
  ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)]
    .filter((path) => path.endsWith('.md'))
    .map((path) => [path, readFileSync(new URL(path, root), 'utf8')]),
)

/** Every code block of the documentation, page by page. */
export const examples: readonly Example[] = [...documentation].flatMap(([path, page]) =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: text = '', index }) => ({
    place: `${path}:${page.slice(0, index).split('\n').length}`,
    language,
    text,
  })),
)

export const examplesIn = (language: string): readonly Example[] =>
  examples.filter((example) => example.language === language)

/** Every YAML block, except those whose first line is a comment that names another file. */
export const configurationFiles: readonly Example[] = examplesIn('yaml').filter(
  ({ text }) => !/^# (?!gateway)[\w-]+\.ya?ml$/m.test(text.split('\n')[0] ?? ''),
)
