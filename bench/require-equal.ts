/** Throws unless two responses have the same values, apart from the last digits of floating-point numbers. */
export function requireEqual(name: string, gateway: string, naive: string): void {
  const [one, other] = [listLeaves(gateway), listLeaves(naive)]
  for (const path of new Set([...one.keys(), ...other.keys()]))
    if (!isAlike(one.get(path), other.get(path)))
      throw new Error(`${name}: ${path} is ${one.get(path)} in the gateway, ${other.get(path)} in the naive server`)
}

const isAlike = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === 'number' && typeof other === 'number' && Math.abs(one - other) <= 1e-9 * Math.abs(one))

function listLeaves(response: string): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>()
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) leaves.set(path, value)
    else for (const [key, child] of Object.entries(value)) visit(child, `${path}.${key}`)
  }
  visit(JSON.parse(response), '')
  return leaves
}
