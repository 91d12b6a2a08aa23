/** What follows from a thing, worked out once however many servers are started over it. */
export function oncePer<Thing extends object, Value>(derive: (thing: Thing) => Value): (thing: Thing) => Value {
  const known = new WeakMap<Thing, { readonly value: Value }>()
  return (thing) => {
    const kept = known.get(thing) ?? { value: derive(thing) }
    known.set(thing, kept)
    return kept.value
  }
}
