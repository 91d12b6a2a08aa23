import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
const rows = [...readme.matchAll(/^\| (?!row |---)(.+?) \| (.+) \|$/gm)].map(([, row = '', tests = '']) => ({
  row,
  tests,
}))

/** Each file of a row, with the titles that follow it. */
const toNamed = (tests: string) =>
  [...tests.matchAll(/`([\w./-]+\.ts)`([^`]*)/g)].map(([, file = '', rest = '']) => ({
    file: join(import.meta.dirname, file),
    titles: [...rest.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
  }))

it('every promise is listed once', () => {
  expect(rows.length).toBeGreaterThan(40)
  expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length)
})

it.each(rows.map(({ row, tests }) => [row, tests] as const))('%s: the listed tests exist', (_, tests) => {
  const named = toNamed(tests)
  expect(named.length > 0 || tests === 'no test yet').toBe(true)
  for (const { file, titles } of named) {
    expect({ file, isThere: existsSync(file) }).toEqual({ file, isThere: true })
    const text = readFileSync(file, 'utf8')
    expect(titles.filter((title) => !text.includes(title))).toEqual([])
  }
})
