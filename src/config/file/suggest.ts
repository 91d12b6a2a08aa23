/** The name that was probably meant: the closest by edits, at most two of them. */
export function suggest(written: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: countEdits(written.toLowerCase(), name.toLowerCase()) }))
  const [closest] = distances.toSorted((one, other) => one.distance - other.distance)
  return closest && closest.distance <= Math.min(2, closest.name.length - 1) ? closest.name : undefined
}

/** Levenshtein distance, a row of the table at a time. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [line, letter] of [...from.slice(0, 50)].entries()) {
    const next = [line + 1]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
