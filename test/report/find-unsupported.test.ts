import { describe, expect, it } from 'vitest'
import type { Metric } from '../../src/report/figures/metric.ts'
import type { GapCode } from '../../src/report/port/error.ts'
import type { FilterInput } from '../../src/report/port/filter.ts'
import { isGap, planMapping } from '../../src/report/questions/planner.ts'
import type { Granularity } from '../../src/report/time/bucket.ts'
import { inventedProvider, inventSource, unsupported } from '../support/invented-source.ts'
import { askFor } from '../support/scopes.ts'

const [source] = inventSource()

const plan = (metric: Metric, filter: FilterInput = {}, granularity: Granularity = 'DAY') =>
  planMapping(source, metric, askFor({ filter, granularity }))

describe('planReading finds the mapping', () => {
  it.each<[string, Metric, FilterInput]>([
    ['without a filter', 'CONVERSATIONS', {}],
    ['by an agent', 'CONVERSATIONS', { agentEmail: 'anna@x' }],
    ['by a team of the source', 'CONVERSATIONS', { team: 'support:team:3' }],
    [
      'by an inbox, a goal, a greeting and a tag together',
      'CONVERSATIONS',
      { inbox: 'support:inbox:1', goal: 'support:goal:2', greeting: 'support:greeting:3', tags: ['vip'] },
    ],
    ['by business hours', 'FIRST_RESPONSE_TIME', { businessHours: true }],
    ['where business hours change nothing', 'QUEUE_WAITING_TIME_MAX', { businessHours: true }],
  ])('%s', (_, metric, filter) => {
    expect(plan(metric, filter)).toEqual(inventedProvider.mappings[metric])
  })
})

describe('planReading states why a metric cannot be read', () => {
  it.each<[string, Metric, FilterInput, Granularity, GapCode, string]>([
    ['a metric of another product', 'GOALS', {}, 'DAY', 'METRIC_UNSUPPORTED', unsupported],
    [
      'an unsupported metric before all else',
      'GOALS',
      { team: 'sales:team:3' },
      'HOUR',
      'METRIC_UNSUPPORTED',
      unsupported,
    ],
    [
      'a team of another source',
      'CONVERSATIONS',
      { team: 'sales:team:3' },
      'DAY',
      'NOT_FOUND',
      'team sales:3 belongs to source sales',
    ],
    [
      'an inbox of another source',
      'CONVERSATIONS',
      { inbox: 'sales:inbox:3' },
      'DAY',
      'NOT_FOUND',
      'inbox sales:3 belongs to source sales',
    ],
    [
      'a goal of another source',
      'CONVERSATIONS',
      { goal: 'sales:goal:3' },
      'DAY',
      'NOT_FOUND',
      'goal sales:3 belongs to source sales',
    ],
    [
      'a greeting of another source',
      'CONVERSATIONS',
      { greeting: 'sales:greeting:3' },
      'DAY',
      'NOT_FOUND',
      'greeting sales:3 belongs to source sales',
    ],
    [
      'a filter that the endpoint lacks',
      'QUEUE_WAITING_TIME_MAX',
      { agentEmail: 'anna@x' },
      'DAY',
      'FILTER_UNSUPPORTED',
      'GET /queue cannot be filtered by agent',
    ],
    [
      'two filters that it lacks',
      'ABANDONMENT_RATE',
      { agentEmail: 'anna@x', tags: ['vip'] },
      'DAY',
      'FILTER_UNSUPPORTED',
      'GET /queue cannot be filtered by agent or tags',
    ],
    [
      'two filters of which it takes one',
      'CONVERSATIONS',
      { agentEmail: 'anna@x', team: 'support:team:3' },
      'DAY',
      'FILTER_UNSUPPORTED',
      'GET /chats accepts only one of the filters agent, team at a time',
    ],
    [
      'more than one tag',
      'CONVERSATIONS',
      { tags: ['vip', 'new'] },
      'DAY',
      'FILTER_UNSUPPORTED',
      '2 tags are requested, but only one at a time is supported',
    ],
    [
      'hours where there are none',
      'QUEUE_WAITING_TIME_MAX',
      {},
      'HOUR',
      'GRANULARITY_UNSUPPORTED',
      'GET /queue does not support the granularity HOUR',
    ],
  ])('%s', (_, metric, filter, granularity, code, message) => {
    expect(plan(metric, filter, granularity)).toEqual({ code, message, isFailure: false })
  })

  it('a mean in business hours is a gap when the endpoint has no business hours', () => {
    const { chats, ...others } = source.datasets
    const datasets = { ...others, ...(chats && { chats: { ...chats, filters: [] } }) }
    const planned = (metric: Metric) =>
      planMapping({ ...source, datasets }, metric, askFor({ filter: { businessHours: true } }))

    expect(planned('FIRST_RESPONSE_TIME')).toMatchObject({ message: 'GET /chats cannot be filtered by business hours' })
    expect(isGap(planned('CONVERSATIONS'))).toBe(false)
  })
})

it('a mapping to a dataset that does not exist is an internal error, not a gap', () => {
  expect(() => planMapping({ ...source, datasets: {} }, 'CONVERSATIONS', askFor())).toThrow(
    'CHATWOOT has no dataset chats',
  )
})
