/** Cuts the same part out of the same year once: many questions are about it. */
export function cutOnce<Year extends object, Part>(
  cut: (year: Year, part: Part) => Year,
): (year: Year, part: Part) => Year {
  const cuts = new WeakMap<Year, Map<string, Year>>()
  return (year, part) => {
    const known = cuts.get(year) ?? new Map<string, Year>()
    const key = JSON.stringify(part)
    const inside = known.get(key) ?? cut(year, part)
    cuts.set(year, known.set(key, inside))
    return inside
  }
}
