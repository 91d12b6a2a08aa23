/**
 * LiveChat's confidence score, for every source: close to a Wilson bound at z = 2.69, but with the correction divided
 * by the sample size once more. 7.2361 is z squared as LiveChat's own figures have it, which 2.69 * 2.69 in doubles is
 * not. Undefined without ratings. Scores cannot be averaged: they are computed from good and bad each time.
 */
export function toScore(good: number, bad: number): number | undefined {
  const count = good + bad
  if (count === 0) return undefined
  const share = good / count
  const correction = 7.2361 / (4 * count)
  const spread = Math.sqrt((correction / count + share * (1 - share)) / count)
  return (share + 2 * correction - 2.69 * spread) / (1 + 4 * correction)
}
