import { expect, it } from 'vitest'
import { findExpressions } from '../support/regular-expressions.ts'

// Otherwise recheck looks for a native program or Java, which not every platform has.
process.env.RECHECK_BACKEND = 'pure'
process.env.RECHECK_SYNC_BACKEND = 'pure'
const { checkSync } = await import('recheck')

const { literals, calls } = findExpressions()

/** Where each source of a `RegExp(…)` comes from; none holds anything that was sent to the gateway. */
const knownCalls = [
  // Names of input types of the schema, once at the start.
  { file: 'schema/build/subgraph.js', argument: '`^input $' + '{name}\\\\b`' },
]

/** Large enough that each expression is proved by its automaton, and none tried with random strings. */
const thorough = { timeout: null, randomSeed: 1, maxRepeatCount: 300, maxPatternSize: 3_000, maxNFASize: 100_000 }

it('No regular expression of the built code takes more than linear time on any string.', () => {
  const distinct = new Map(literals.map((literal) => [`/${literal.source}/${literal.flags}`, literal]))
  const findings = [...distinct].flatMap(([expression, { file, line, source, flags }]) => {
    const found = checkSync(source, flags, thorough)
    return found.status === 'safe' ? [] : [`${file}:${line} ${expression}: ${found.status}`]
  })
  expect(findings).toEqual([])
}, 300_000)

it('The parser finds the regular expressions of the built code.', () => {
  expect(literals.length).toBeGreaterThan(50)
  expect(literals).toContainEqual(expect.objectContaining({ file: 'server/plugins/request-format.js', flags: 'i' }))
})

it('Every call of RegExp in the built code is known to take a constant.', () => {
  expect(calls).toEqual(knownCalls)
})
