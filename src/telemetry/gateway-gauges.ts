import { Counter, Gauge, type Registry } from 'prom-client'
import type { Gateway } from '../gateway/create-gateway.ts'
import type { UpstreamCounts } from '../upstream/client.ts'

type GatewayCounts = Pick<Gateway, 'countCalls' | 'redisCounts'>

const perSource: readonly (readonly [name: string, help: string, read: (counts: UpstreamCounts) => number])[] = [
  ['gateway_upstream_in_flight', 'Calls to a source that are in flight.', ({ inFlight }) => inFlight],
  ['gateway_upstream_waiting', 'Calls to a source that are queued.', ({ waiting }) => waiting],
  ['gateway_upstream_budget_left', 'Calls that the rate limit of a source currently allows.', (one) => one.budgetLeft],
]

const breakerStates: readonly UpstreamCounts['breaker'][] = ['CLOSED', 'OPEN', 'HALF_OPEN']

/** Adds metrics of counts that the gateway keeps. They are read when the metrics are collected. */
export function addGatewayGauges(registry: Registry, { countCalls, redisCounts }: GatewayCounts): void {
  const registers = [registry]
  for (const [name, help, read] of perSource)
    new Gauge({
      name,
      help,
      labelNames: ['source'],
      registers,
      collect() {
        for (const [source, counts] of countCalls()) this.set({ source }, read(counts))
      },
    })
  new Gauge({
    name: 'gateway_breaker_state',
    help: '1 for the current state of the circuit breaker of a source, 0 for other states.',
    labelNames: ['source', 'state'],
    registers,
    collect() {
      for (const [source, { breaker }] of countCalls())
        for (const state of breakerStates) this.set({ source, state }, state === breaker ? 1 : 0)
    },
  })
  new Counter({
    name: 'gateway_upstream_retries_total',
    help: 'Retries of failed calls to a source.',
    labelNames: ['source'],
    registers,
    collect() {
      this.reset()
      for (const [source, { retries }] of countCalls()) this.inc({ source }, retries)
    },
  })
  if (redisCounts) addRedisGauges(registry, redisCounts)
}

function addRedisGauges(registry: Registry, counts: NonNullable<GatewayCounts['redisCounts']>): void {
  const registers = [registry]
  const addTotal = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  addTotal('gateway_redis_commands_total', 'Commands sent to Redis.', () => counts.commands)
  addTotal(
    'gateway_redis_failures_total',
    'Commands that Redis rejected or did not answer in time.',
    () => counts.failures,
  )
  new Gauge({
    name: 'gateway_redis_away',
    help: '1 while Redis is unavailable, otherwise 0.',
    registers,
    collect() {
      this.set(counts.isUnavailable ? 1 : 0)
    },
  })
}
