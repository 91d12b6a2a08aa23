import { Counter, Gauge, type Registry } from 'prom-client'
import type { Gateway } from '../context.ts'
import type { EdgeCounts } from '../http/edge.ts'

type Counted = Pick<Gateway, 'countCalls' | 'redisCounts'>

const perSource: readonly (readonly [name: string, help: string, read: (counts: EdgeCounts) => number])[] = [
  ['gateway_upstream_in_flight', 'Calls under way to a source.', ({ inFlight }) => inFlight],
  ['gateway_upstream_waiting', 'Calls that wait for their turn at a source.', ({ waiting }) => waiting],
  ['gateway_upstream_budget_left', 'Calls that the rate limit of a source leaves for now.', (one) => one.budgetLeft],
]

const breakerStates: readonly EdgeCounts['breaker'][] = ['CLOSED', 'OPEN', 'HALF_OPEN']

/** Adds what the gateway keeps count of itself, looked up whenever somebody asks. */
export function addGatewayGauges(registry: Registry, { countCalls, redisCounts }: Counted): void {
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
    help: '1 for the state in which the breaker of a source is, 0 for the others.',
    labelNames: ['source', 'state'],
    registers,
    collect() {
      for (const [source, { breaker }] of countCalls())
        for (const state of breakerStates) this.set({ source, state }, state === breaker ? 1 : 0)
    },
  })
  new Counter({
    name: 'gateway_upstream_retries_total',
    help: 'Calls to a source that repeated one that had failed.',
    labelNames: ['source'],
    registers,
    collect() {
      this.reset()
      for (const [source, { retries }] of countCalls()) this.inc({ source }, retries)
    },
  })
  if (redisCounts) addRedisGauges(registry, redisCounts)
}

function addRedisGauges(registry: Registry, counts: NonNullable<Counted['redisCounts']>): void {
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
  addTotal('gateway_redis_failures_total', 'Those that it refused or was slow to answer.', () => counts.failures)
  new Gauge({
    name: 'gateway_redis_away',
    help: '1 while the gateway goes on without Redis.',
    registers,
    collect() {
      this.set(counts.isAway ? 1 : 0)
    },
  })
}
