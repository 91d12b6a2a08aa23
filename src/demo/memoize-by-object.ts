/** Memoizes a function of one object, so that several servers over the same events share what is derived from them. */
export function memoizeByObject<Key extends object, Value>(derive: (key: Key) => Value): (key: Key) => Value {
  const cache = new WeakMap<Key, { readonly value: Value }>()
  return (key) => {
    const entry = cache.get(key) ?? { value: derive(key) }
    cache.set(key, entry)
    return entry.value
  }
}
