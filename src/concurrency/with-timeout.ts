/**
 * The result of a promise. If it takes longer than `milliseconds`, the result of `onTimeout` instead; without
 * `onTimeout`, undefined. The promise itself is not cancelled.
 */
export async function withTimeout<T, Fallback = undefined>(
  promise: Promise<T>,
  milliseconds: number,
  onTimeout: () => Promise<Fallback> = async () => undefined as Fallback,
): Promise<T | Fallback> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    return await Promise.race([promise, timeout.then(onTimeout)])
  } finally {
    clearTimeout(timer)
  }
}
