/** Attributes of a span: numbers, and strings of a small set. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

export interface TracedSpan {
  readonly traceId: string
  /** Headers that propagate the trace to an upstream. */
  readonly headers: Readonly<Record<string, string>>
  end(attributes: Attributes, hasFailed: boolean): void
}

/** The parent of a span: another span, or the headers of a request. */
export type SpanParent = TracedSpan | Readonly<Record<string, string | string[] | undefined>>

/** Exports spans. */
export interface Tracing {
  /** `ago`: milliseconds since the start of the span. */
  startSpan(name: string, kind: 'SERVER' | 'CLIENT', parent?: SpanParent, ago?: number): TracedSpan
  /** Exports the remaining spans, without waiting for a slow collector. */
  close(): Promise<void>
}

type Environment = Readonly<Record<string, string | undefined>>

/** Configured by the standard variables of OpenTelemetry; undefined if they name no endpoint. */
export async function openTracing(environment: Environment): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT } = environment
  const isDisabled =
    environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || environment.OTEL_TRACES_EXPORTER === 'none'
  if (isDisabled || !(OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)) return undefined
  // Large and slow to load, so only if it is configured.
  const { createOtlpTracing } = await import('./otlp-tracing.ts')
  return createOtlpTracing()
}
