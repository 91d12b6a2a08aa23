import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Demo } from '../../src/demo/start.ts'
import { createSubgraph } from '../../src/schema/build/subgraph.ts'
import { readExamples } from '../../src/server/graphiql-examples.ts'
import { askAnything } from '../support/ask-anything.ts'
import { askEntities, toAgent } from '../support/ask-entities.ts'
import { startGateway, type TestGateway } from '../support/gateway.ts'
import { startInventedDemo } from '../support/invented.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'

const clock = () => Date.parse('2026-11-20T12:20:00Z')
const prefixed = createSubgraph('Support')
const examples = { plain: readExamples(), prefixed: readExamples('Support') }
let demo: Demo
let gateways: readonly [TestGateway, TestGateway]
let listening: readonly [ListeningGateway, ListeningGateway]

beforeAll(async () => {
  demo = await startInventedDemo(clock)
  const sources = demo.sources.map((source) => ({ ...source, callsPerMinute: 1_000_000 }))
  gateways = [startGateway(sources, clock), startGateway(sources, clock, { schemaPrefix: 'Support' })]
  listening = [
    await startListeningGateway(sources, clock),
    await startListeningGateway(sources, clock, { schemaPrefix: 'Support' }),
  ]
})

afterAll(() => Promise.all([...gateways, ...listening, demo].map((one) => one.close())))

/** A document of the prefixed schema as it would be without. */
const withoutPrefix = (document: string) =>
  document.replace(/\bSupport(?=[A-Z])/g, '').replace(/\bsupport([A-Z])/g, (_, letter) => letter.toLowerCase())

describe('a prefix', () => {
  const types = Object.values(prefixed.getTypeMap()).filter(({ name }) => !name.startsWith('_'))

  it('is added to every type, input and enum except entities', () => {
    const named = types.filter((type) => isObjectType(type) || isInputObjectType(type) || isEnumType(type))
    expect(named.length).toBeGreaterThan(40)
    expect(named.map(({ name }) => name).filter((name) => !name.startsWith('Support'))).toEqual([
      'Agent',
      'Inbox',
      'Query',
      'Source',
      'Subscription',
      'Team',
    ])
  })

  it('is added to every field of Query', () => {
    const fields = Object.keys(prefixed.getQueryType()?.getFields() ?? {})
    expect(fields.filter((name) => !/^support[A-Z]/.test(name))).toEqual(['_entities', '_service'])
    expect(fields).toContain('supportReport')
  })

  it('changes nothing else, not a description, a default or the order', async () => {
    const [one, other] = await Promise.all(gateways.map((gateway) => gateway.query('{ _service { sdl } }')))
    expect(withoutPrefix(other?.data._service.sdl)).toBe(one?.data._service.sdl)
    expect(other?.data._service.sdl).not.toBe(one?.data._service.sdl)
  })

  it('is in introspection and in the SDL', async () => {
    const { data } = await gateways[1].query(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }))
    const told = lexicographicSortSchema(buildClientSchema(data as IntrospectionQuery))
    expect(printSchema(told)).toBe(printSchema(lexicographicSortSchema(prefixed)))
    const sdl = (await gateways[1].query('{ _service { sdl } }')).data._service.sdl
    const names = types.map(({ name }) => name).filter((name) => name.startsWith('Support') && name !== 'SupportNode')
    for (const name of names) expect(sdl).toMatch(new RegExp(`^(type|input|enum) ${name}\\b`, 'm'))
  })
})

describe('what GraphiQL opens with', () => {
  it.each(examples.plain.map((example, index) => [/^# (.*)/.exec(example)?.[1], example, examples.prefixed[index]]))(
    'has the same figures under the other names: %s',
    async (_, example = '', renamed = '') => {
      const [one, other] = await Promise.all([
        askAnything(listening[0].url, example),
        askAnything(listening[1].url, renamed),
      ])
      expect(one.flatMap(({ errors = [] }) => errors)).toEqual([])
      expect(one[0]?.data).toBeTruthy()
      expect(JSON.parse(withoutPrefix(JSON.stringify(other)))).toEqual(one)
    },
  )

  it('keeps its comments and its layout', () => {
    expect(examples.prefixed.map(withoutPrefix)).toEqual(examples.plain)
  })
})

describe('with a prefix', () => {
  it('entities keep their names, and their reports have the new ones', async () => {
    const fields = (report: string) => `... on Agent {
      name report(metric: CONVERSATIONS, scope: { range: { preset: LAST_MONTH } }) { __typename ...on ${report} { total } }
    }`
    const { data, errors } = await askEntities(gateways[1], fields('SupportReport'), [toAgent('ada.obi@demo.example')])
    const unprefixed = await askEntities(gateways[0], fields('Report'), [toAgent('ada.obi@demo.example')])
    expect(errors).toBeUndefined()
    const [{ name, report }] = data._entities
    expect(name).toBe('Ada Obi')
    expect(report).toEqual({ ...unprefixed.data._entities[0].report, __typename: 'SupportReport' })
    expect(report.total).toBeGreaterThan(0)
  })

  it('the old names are unknown, and an error names the argument as it was sent', async () => {
    const { errors: [unknown] = [] } = await gateways[1].query('{ report { total } }')
    expect(unknown?.message).toContain('Cannot query field "report" on type "Query"')
    const { errors: [bad] = [] } = await gateways[1].query(
      '{ supportReport(metric: GOALS, scope: { range: { last: "soon" } }) { total } }',
    )
    expect(bad).toMatchObject({
      path: ['supportReport'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'scope.range.last' },
    })
  })
})
