/** Maps with limited concurrency, because the call queue is limited. Results are in order. After a failure no further call starts. */
export async function mapLimited<T, Result>(
  all: readonly T[],
  concurrency: number,
  map: (one: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const left = all.entries()
  let hasFailed = false
  const takeTurns = async () => {
    for (const [place, one] of left) {
      if (hasFailed) return
      results[place] = await map(one).catch((error) => {
        hasFailed = true
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: concurrency }, takeTurns))
  return results
}
