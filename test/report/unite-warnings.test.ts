import { expect, it } from 'vitest'
import type { Warning, WarningCode } from '../../src/report/port/error.ts'
import { mergeWarnings } from '../../src/report/questions/read/source-result.ts'

const warn = (code: WarningCode, message: string): Warning => ({ code, message })
const warnOld = (what: 'figures' | 'lists', since: number): Warning => ({
  ...warn('STALE', `${what} since ${since}`),
  stale: { what, since },
})
const [cut, rounded] = [warn('TIME_ZONE_APPROXIMATED', 'cut elsewhere'), warn('ESTIMATED', 'rounded')]
const [older, newer] = [warnOld('figures', 1), warnOld('figures', 2)]
const oldLists = warnOld('lists', 0)

it.each<[string, Warning[][], Warning[]]>([
  ['no part warns', [[], []], []],
  ['parts say the same', [[cut, rounded], [cut], [rounded]], [cut, rounded]],
  [
    'parts differ in what is estimated',
    [[rounded], [warn('ESTIMATED', 'halved')]],
    [rounded, warn('ESTIMATED', 'halved')],
  ],
  ['the first of two stale parts is older', [[older], [newer]], [older]],
  ['figures of one part and lists of another are stale', [[newer], [oldLists]], [newer, oldLists]],
  ['the second of two stale parts is older', [[newer, cut], [], [older]], [older, cut]],
])('equal warnings are merged when %s', (_, parts, expected) => {
  expect(mergeWarnings(parts)).toEqual(expected)
})
