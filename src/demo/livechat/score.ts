// LiveChat uses this literal for 2.69 * 2.69, whose floating-point product is smaller.
const confidenceSquared = 7.2361
const confidence = 2.69

/** LiveChat's score: the lower bound of Wilson's interval, but with one extra division under the square root. */
export function computeScore(good: number, bad: number): number {
  const total = good + bad
  const share = good / total
  const correction = confidenceSquared / (4 * total)
  const deviation = Math.sqrt((correction / total + share * (1 - share)) / total)
  return (share + 2 * correction - confidence * deviation) / (1 + 4 * correction)
}
