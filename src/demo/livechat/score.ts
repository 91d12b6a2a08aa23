// LiveChat writes this product of 2.69 and 2.69 out: multiplied as floating-point numbers they come out smaller.
const confidenceSquared = 7.2361
const confidence = 2.69

/** LiveChat's cautious share of good ratings: Wilson's lower bound, but for one division too many under the root. */
export function computeScore(good: number, bad: number): number {
  const total = good + bad
  const share = good / total
  const correction = confidenceSquared / (4 * total)
  const deviation = Math.sqrt((correction / total + share * (1 - share)) / total)
  return (share + 2 * correction - confidence * deviation) / (1 + 4 * correction)
}
