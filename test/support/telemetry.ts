import { createTelemetry, type Telemetry, type TelemetryOptions } from '../../src/telemetry/telemetry.ts'
import { noteWritten } from './written.ts'

interface TestTelemetryOptions extends Partial<Omit<TelemetryOptions, 'stream'>> {
  /** Told of each line. */
  readonly write?: (line: string) => void
}

/** Telemetry whose lines are looked through for secrets. */
export const createTestTelemetry = ({ logLevel = 'debug', tracing, write }: TestTelemetryOptions = {}): Telemetry =>
  createTelemetry({
    logLevel,
    tracing,
    stream: {
      write(line) {
        noteWritten(line)
        write?.(line)
      },
    },
  })

const unseen = createTestTelemetry()

/**
 * The telemetry of gateways whose log and metrics a test does not check. It is shared, because each instance would measure
 * the whole process.
 */
export const sharedTelemetry: Telemetry = {
  ...unseen,
  addGateway() {},
  report(error) {
    unseen.report(error)
    console.error(error)
  },
  observer: {
    ...unseen.observer,
    log(note) {
      unseen.observer.log?.(note)
      console.warn(note)
    },
  },
}
