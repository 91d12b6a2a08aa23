/** What `map` answers to each, in their order; at most `atOnce` of them are under way, for an client refuses a crowd. None is begun after a failure. */
export async function mapLimited<T, Answer>(
  all: readonly T[],
  atOnce: number,
  map: (one: T) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  const left = all.entries()
  let hasFailed = false
  const takeTurns = async () => {
    for (const [place, one] of left) {
      if (hasFailed) return
      answers[place] = await map(one).catch((error) => {
        hasFailed = true
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, takeTurns))
  return answers
}
