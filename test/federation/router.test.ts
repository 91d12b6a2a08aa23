import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Demo } from '../../src/demo/start.ts'
import { startInventedDemo } from '../support/invented.ts'
import { post } from '../support/post.ts'
import { type StartedServer, startServer, stop, stopAll } from '../support/start-script.ts'
import { startRouter, startSubgraph } from './start-router.ts'
import { employees } from './subgraphs.ts'

const main = '../src/main.ts'
const scope = { range: { preset: 'LAST_MONTH' }, timeZone: 'Europe/Warsaw' }
const query = (server: StartedServer, document: string, variables: object = { scope }) =>
  post(server.url, { query: document, variables })

let demo: Demo
let others: StartedServer
let gateway: StartedServer
let router: StartedServer

beforeAll(async () => {
  demo = await startInventedDemo()
  const started = await Promise.all([startServer(main, readingDemo()), startSubgraph('employees')])
  gateway = started[0]
  others = started[1]
  router = await startRouter({ support: gateway, employees: others })
})

afterAll(async () => {
  stopAll()
  await demo.close()
})

/** The settings by which a gateway's process reads the demo's accounts. */
const readingDemo = () => ({
  CHATWOOT_URL: demo.chatwoot.url,
  CHATWOOT_ACCOUNT_ID: '1',
  CHATWOOT_API_TOKEN: String(demo.sources[0]?.token),
  LIVECHAT_URL: demo.livechat.url,
  LIVECHAT_LOGIN: String(demo.sources[1]?.login),
  LIVECHAT_API_KEY: String(demo.sources[1]?.apiKey),
})

const ofEmployees = `query ($scope: ReportScope!) {
  employees { name agent { email name sources { id } report(metric: CONVERSATIONS, scope: $scope) { total isPartial gaps { code } } } }
}`
const ofReport = `query ($scope: ReportScope!) {
  report(metric: CONVERSATIONS, scope: $scope) {
    total
    breakdown(by: AGENT, order: LABEL) { slices { label total agent { email employee { name } } } }
  }
}`

interface Slice {
  readonly agent: { readonly email: string; readonly employee: object | null }
}

const withoutEmployee = ({ agent: { email }, ...slice }: Slice) => ({ ...slice, agent: { email } })
const withoutAnswer = ({ agent, ...slice }: Slice) => ({ ...slice, agent: { ...agent, employee: null } })

describe('a query over both subgraphs', () => {
  it('leads from employees to the reports of the agents they are', async () => {
    const { status, body } = await query(router, ofEmployees)
    expect(status).toBe(200)
    const [ada, bruno, zoe, yan, xi] = body.data.employees
    const ofAgent = 'query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { total } }'
    for (const [employee, name] of [
      [ada, 'Ada Obi'],
      [bruno, 'Bruno Silva'],
    ]) {
      const filter = { agentEmail: employee.agent.email }
      const { body: alone } = await query(gateway, ofAgent, { scope: { ...scope, filter } })
      expect(alone.data.report.total).toBeGreaterThan(0)
      expect(employee.agent).toMatchObject({ name, sources: [{ id: 'chatwoot' }, { id: 'livechat' }] })
      expect(employee.agent.report).toEqual({ ...alone.data.report, isPartial: false, gaps: [] })
    }
    expect(zoe.agent).toEqual({
      email: employees[2]?.email,
      name: employees[2]?.email,
      sources: [],
      report: { total: null, isPartial: false, gaps: [{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }] },
    })
    expect(yan).toEqual({ name: 'Yan', agent: null })
    expect(xi).toEqual({ name: 'Xi', agent: null })
    expect(body.errors).toMatchObject([
      { path: ['employees', 3, 'agent', 'name'], extensions: { code: 'BAD_USER_INPUT' } },
    ])
  })

  it('leads from a report over its agents to employees', async () => {
    const { body } = await query(router, ofReport)
    const { body: alone } = await query(gateway, ofReport.replace('employee { name }', ''))
    expect(body.errors).toBeUndefined()
    const { total, breakdown } = body.data.report
    expect(breakdown.slices.length).toBeGreaterThanOrEqual(8)
    expect({ total, breakdown: { slices: breakdown.slices.map(withoutEmployee) } }).toEqual(alone.data.report)
    expect(breakdown.slices.slice(0, 3).map(({ agent }: Slice) => agent)).toEqual([
      { email: 'ada.obi@demo.example', employee: { name: 'Ada' } },
      { email: 'bruno.silva@demo.example', employee: { name: 'Bruno' } },
      { email: 'chidi.okafor@demo.example', employee: null },
    ])
  })

  it.each([
    ['scope.timeZone', { ...scope, timeZone: 'Mars/Olympus' }],
    ['scope.range.last', { range: { last: 'soon' } }],
    ['scope.filter.sources', { ...scope, filter: { sources: ['nowhere'] } }],
  ])('returns an error for the wrong %s', async (argument, bad) => {
    const { body } = await query(router, ofReport, { scope: bad })
    expect(body.data).toEqual({ report: null })
    expect(body.errors).toMatchObject([
      {
        path: ['report'],
        message: expect.stringContaining(argument),
        extensions: { code: 'BAD_USER_INPUT', argument },
      },
    ])
  })

  it('rejects a range in two forms', async () => {
    const range = { preset: 'TODAY', last: 'P7D' }
    const { body } = await query(router, ofReport, { scope: { range } })
    expect(body.data?.report).toBeUndefined()
    expect(body.errors).toHaveLength(1)
    expect(body.errors[0].message).toContain('RangeInput')
  })
})

describe('when a source is down', () => {
  it('its figures are a gap, and everything else is returned', async () => {
    const support = await startServer(main, { ...readingDemo(), LIVECHAT_URL: 'http://127.0.0.1:9' })
    const router = await startRouter({ support, employees: others })
    const { status, body } = await query(router, ofEmployees.replace('gaps { code }', 'gaps { code source { id } }'))
    expect(status).toBe(200)
    const [ada] = body.data.employees
    expect(ada).toMatchObject({ name: 'Ada', agent: { name: 'Ada Obi', sources: [{ id: 'chatwoot' }] } })
    expect(ada.agent.report).toEqual({
      total: expect.any(Number),
      isPartial: true,
      gaps: [{ code: 'UNAVAILABLE', source: { id: 'livechat' } }],
    })
    expect(body.errors).toHaveLength(1)
  })
})

describe('in a graph that has a report of its own', () => {
  it('a prefix keeps them apart, and the figures are the same', async () => {
    const [plain, support, finance] = await Promise.all([
      startServer(main, readingDemo()),
      startServer(main, { ...readingDemo(), SCHEMA_PREFIX: 'Support' }),
      startSubgraph('finance'),
    ])
    const router = await startRouter({ support, finance, employees: others })
    const { body } = await query(
      router,
      `query ($scope: SupportReportScope!) {
        supportReport(metric: CONVERSATIONS, scope: $scope) { total buckets { start value } }
        report(metric: REVENUE, scope: { year: 2026 }) { metric amount }
        employees { agent { report(metric: CONVERSATIONS, scope: $scope) { __typename total } } }
      }`,
    )
    const { body: unprefixed } = await query(
      plain,
      'query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) { total buckets { start value } } }',
    )
    expect(unprefixed.data.report.total).toBeGreaterThan(0)
    expect(body.data.supportReport).toEqual(unprefixed.data.report)
    expect(body.data.report).toEqual({ metric: 'REVENUE', amount: 4052 })
    expect(body.data.employees[0].agent.report).toEqual({ __typename: 'SupportReport', total: expect.any(Number) })

    const page = await (await fetch(support.url, { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('supportReport(metric')
  })
})

// Last, for it ends the subgraph that all share.
it('when the other subgraph is down its fields are missing, and the figures are returned', async () => {
  const { body: whole } = await query(router, ofReport)
  await stop(others)
  const { status, body } = await query(router, ofReport)
  expect(status).toBe(200)
  expect(body.errors.length).toBeGreaterThan(0)
  expect(whole.errors).toBeUndefined()
  const slices = whole.data.report.breakdown.slices.map(withoutAnswer)
  expect(body.data.report).toEqual({ ...whole.data.report, breakdown: { slices } })
})
