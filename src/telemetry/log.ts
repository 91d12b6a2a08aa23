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
