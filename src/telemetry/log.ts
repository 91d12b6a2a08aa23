import { type DestinationStream, destination, type Logger, pino } from 'pino'
import type { LogLevel } from './log-level.ts'

/**
 * Writes lines of JSON. Nothing is masked here: every line is built field by field from values that contain neither
 * secrets nor personal data.
 */
export const createLog = (level: LogLevel, stream: DestinationStream = toStandardOutput()): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  )

/** Asynchronous, so that a slow reader of the log does not delay responses. */
const toStandardOutput = (): DestinationStream => destination({ dest: 1, sync: false })

export interface DescribedError {
  readonly name: string
  readonly message?: string
  readonly stack: readonly string[]
  readonly cause?: DescribedError
}

/** Errors of the engine, whose messages are about code. Other messages may quote a body, an address or a key. */
const safeErrors: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError'])

/** Describes where an unexpected error was thrown, without text that may contain data. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] }
  const name = error.constructor.name
  // The stack begins with the message, which may have several lines.
  const stack = error.stack?.slice(error.stack.indexOf(error.message) + error.message.length) ?? ''
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line))
  return {
    name,
    ...(safeErrors.has(name) && { message: error.message.slice(0, 200) }),
    stack: frames.map((line) => line.trim().slice(3)),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  }
}
