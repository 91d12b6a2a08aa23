/** Makes something when it is first asked for, and never again. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The same for each of several things, which differ where `toKey` does. */
export function onceEach<Asked extends readonly unknown[], T>(
  toKey: (...asked: Asked) => unknown,
  make: (...asked: Asked) => Promise<T>,
): (...asked: Asked) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (...asked) => {
    const key = JSON.stringify(toKey(...asked))
    const answer = made.get(key) ?? make(...asked)
    made.set(key, answer)
    return answer
  }
}
