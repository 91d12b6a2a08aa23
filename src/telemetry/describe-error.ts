export interface DescribedError {
  readonly name: string
  readonly message?: string
  readonly stack: readonly string[]
  readonly cause?: DescribedError
}

/** What the engine says of the code. Others may quote what they were given: a body, an address, a key. */
const safeErrors: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError'])

/** Where an unexpected error came from, without what it may quote. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] }
  const name = error.constructor.name
  // Before the first place stands the message, in as many lines as it likes.
  const stack = error.stack?.slice(error.stack.indexOf(error.message) + error.message.length) ?? ''
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line))
  return {
    name,
    ...(safeErrors.has(name) && { message: error.message.slice(0, 200) }),
    stack: frames.map((line) => line.trim().slice(3)),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  }
}
