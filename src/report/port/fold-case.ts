/**
 * Lower-cases the letters A to Z and nothing else. E-mail addresses and tags are compared in this form: with
 * `toLowerCase` the Kelvin sign (U+212A) becomes "k", and two people become one.
 */
export const foldCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** The entry with exactly this key, otherwise the first whose key differs only in the case of ASCII letters. */
export const findIgnoringCase = <T>(entries: readonly T[], toKey: (entry: T) => string, key: string): T | undefined =>
  entries.find((entry) => toKey(entry) === key) ?? entries.find((entry) => foldCase(toKey(entry)) === foldCase(key))
