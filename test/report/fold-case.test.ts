import { describe, expect, it } from 'vitest'
import { findIgnoringCase, foldCase } from '../../src/report/port/filter.ts'

describe('foldCase', () => {
  it.each([
    ['Kate@ACME.test', 'kate@acme.test'],
    ['\u212Aate@acme.test', '\u212Aate@acme.test'],
    ['\u0130da@acme.test', '\u0130da@acme.test'],
    ['\u00C9COLE', '\u00C9cole'],
    ['[@Z_`{]', '[@z_`{]'],
    ['', ''],
  ])('turns %j into %j: only the letters A to Z are lower-cased', (text, folded) => {
    expect(foldCase(text)).toBe(folded)
  })
})

describe('findIgnoringCase', () => {
  const find = (key: string) => findIgnoringCase(['Kate', 'kate', '\u212Aate', 'Ola'], (entry) => entry, key)

  it.each([
    ['kate', 'kate'],
    ['\u212Aate', '\u212Aate'],
    ['KATE', 'Kate'],
    ['OLA', 'Ola'],
    ['\u212AATE', '\u212Aate'],
    ['ewa', undefined],
  ])('looking for %j returns %j: an exact match first, then one that differs in case', (key, found) => {
    expect(find(key)).toBe(found)
  })
})
