import { setTimeout as delay } from 'node:timers/promises'
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-node'
import type { SpanParent, TracedSpan, Tracing } from './tracing.ts'

/** Milliseconds to wait for the collector when the process ends. */
const shutdownTimeout = 400

/**
 * Sends spans as OTLP over HTTP. The packages read the standard environment variables. Nothing is registered globally:
 * parent spans are passed as arguments, which costs less than the asynchronous context.
 */
export function createOtlpTracing(): Tracing {
  const serviceName = resourceFromAttributes({ 'service.name': 'support-reporting-gateway' })
  const resource = defaultResource()
    .merge(serviceName)
    .merge(detectResources({ detectors: [envDetector] }))
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  const tracer = provider.getTracer('support-reporting-gateway')
  const propagator = new W3CTraceContextPropagator()
  const contexts = new WeakMap<object, Context>()

  const toContext = (parent: SpanParent): Context =>
    contexts.get(parent) ?? propagator.extract(ROOT_CONTEXT, parent, defaultTextMapGetter)

  return {
    startSpan(name, kind, parent = {}, ago = 0) {
      const parentContext = toContext(parent)
      const span = tracer.startSpan(name, { kind: SpanKind[kind], startTime: Date.now() - ago }, parentContext)
      const context = trace.setSpan(parentContext, span)
      const carrier: Record<string, string> = {}
      propagator.inject(context, carrier, defaultTextMapSetter)
      // The client's `tracestate` is internal to its own systems, and is not passed on to sources.
      const { traceparent } = carrier
      const traced: TracedSpan = {
        traceId: span.spanContext().traceId,
        headers: traceparent === undefined ? {} : { traceparent },
        end(attributes, hasFailed) {
          span.setAttributes(attributes)
          if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        },
      }
      contexts.set(traced, context)
      return traced
    },
    close: () => Promise.race([provider.shutdown(), delay(shutdownTimeout, undefined, { ref: false })]),
  }
}
