import { type DestinationStream, destination, type Logger, pino } from 'pino'
import type { LogLevel } from './log-level.ts'

/**
 * Lines of JSON. Each is built from what may be known outside, field by field: nothing is masked afterwards, for nothing
 * is there that would have to be.
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

/** Without waiting for whoever reads it: a slow reader must not hold up answers. */
const toStandardOutput = (): DestinationStream => destination({ dest: 1, sync: false })
