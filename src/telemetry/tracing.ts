/** Attributes of a span: names of few values, and numbers. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

export interface TracedSpan {
  readonly traceId: string
  /** Tell whoever is asked that what he does belongs to it. */
  readonly headers: Readonly<Record<string, string>>
  end(attributes: Attributes, hasFailed: boolean): void
}

/** Where what a span belongs to is known from: another span, or a request that says it. */
export type SpanParent = TracedSpan | Readonly<Record<string, string | string[] | undefined>>

/** Tells somebody else, as spans, what was done when and for what. */
export interface Tracing {
  /** `ago`: milliseconds since it began. */
  startSpan(name: string, kind: 'SERVER' | 'CLIENT', parent?: SpanParent, ago?: number): TracedSpan
  /** Sends what is left to tell; whoever is slow to take it is not waited for. */
  close(): Promise<void>
}

type Environment = Readonly<Record<string, string | undefined>>

/** As the standard variables of OpenTelemetry say; undefined where they name nobody to tell. */
export async function openTracing(environment: Environment): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT } = environment
  const isDisabled =
    environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || environment.OTEL_TRACES_EXPORTER === 'none'
  if (isDisabled || !(OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)) return undefined
  // Large, and slow to load: only where it is asked for.
  const { createOtlpTracing } = await import('./otlp-tracing.ts')
  return createOtlpTracing()
}
