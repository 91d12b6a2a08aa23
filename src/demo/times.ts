/**
 * Calls `make` `count` times. `Array.from` takes three times as long, which matters for hundreds of thousands of calls.
 */
export function times<Value>(count: number, make: () => Value): Value[] {
  const values: Value[] = []
  for (let index = 0; index < count; index += 1) values.push(make())
  return values
}
