/** What `map` answers to each, in their order; at most `atOnce` of them are under way, for an edge refuses a crowd. */
export async function mapInTurns<T, Answer>(
  all: readonly T[],
  atOnce: number,
  map: (one: T) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  const left = all.entries()
  const takeTurns = async () => {
    for (const [place, one] of left) answers[place] = await map(one)
  }
  await Promise.all(Array.from({ length: atOnce }, takeTurns))
  return answers
}
