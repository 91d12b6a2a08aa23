/** The value of a text; throws unless it is JSON. */
export const readText = (text: string | undefined): unknown => JSON.parse(text ?? '')

export function readList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('no list')
  return value
}

/** What stands in an object's own field; throws where there is no object. */
export function readField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${name} of no object`)
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

/** Whatever a list is made of; throws where two have the same key. */
export function readDistinct<T>(list: readonly T[], toKey: (one: T) => unknown): readonly T[] {
  if (new Set(list.map(toKey)).size < list.length) throw new Error('one comes twice')
  return list
}
