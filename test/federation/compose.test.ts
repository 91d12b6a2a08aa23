import { buildSubgraph } from '@apollo/federation-internals'
import { composeServices } from '@theguild/federation-composition'
import { buildSchema, isInputObjectType, parse } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { startGateway } from '../support/gateway.ts'
import { compose } from './compose.ts'
import { subgraphs } from './subgraphs.ts'

const readSdl = async (schemaPrefix?: string): Promise<string> => {
  const gateway = startGateway([], Date.now, schemaPrefix === undefined ? {} : { schemaPrefix })
  const { data } = await gateway.query('{ _service { sdl } }')
  await gateway.close()
  return data._service.sdl
}

const toSubgraph = (sdl: string) => ({ name: 'support', url: 'http://support', typeDefs: parse(sdl) })
const employees = { name: 'employees', url: 'http://employees', typeDefs: subgraphs.employees.typeDefs }
const finance = { name: 'finance', url: 'http://finance', typeDefs: subgraphs.finance.typeDefs }

/** What stands between a type's name and its fields. */
const head = (sdl: string, type: string) => new RegExp(`^(?:type|input) ${type}\\b([^{]*)`, 'm').exec(sdl)?.[1] ?? ''

describe('the subgraph', () => {
  let sdl: string
  beforeAll(async () => {
    sdl = await readSdl()
  })

  it('is of Federation 2, and shares no type', () => {
    expect(sdl).toMatch(/@link\(url: "https:\/\/specs.apollo.dev\/federation\/v2\.\d+", import: \["@key"\]\)/)
    expect(sdl).not.toMatch(/@(shareable|external|override|inaccessible)/)
    expect(sdl).not.toMatch(/_entities|_service|_Any|@defer|@stream/)
  })

  it.each([
    ['Agent', 'email'],
    ['Source', 'id'],
    ['Team', 'id'],
    ['Inbox', 'id'],
  ])('offers the entity %s by %s', (type, key) => {
    expect(head(sdl, type)).toContain(`@key(fields: "${key}")`)
  })

  it('has no other entity than those of four types, of which agents have two keys', () => {
    expect(sdl.match(/@key\(/g)).toHaveLength(5)
    expect(sdl).toMatch(/^type Agent\s+@key\(fields: "email"\)\s+@key\(fields: "id"\)/m)
  })

  it('has neither Node nor node, which other subgraphs have too', () => {
    expect(sdl).not.toMatch(/\bNode\b|\bnode\b\(/)
  })

  it.each([undefined, 'Support'])('composes with Apollo’s composition too, with the prefix %s', async (prefix) => {
    const subgraph = buildSubgraph('support', 'http://support', await readSdl(prefix))
    expect(() => subgraph.validate()).not.toThrow()
  })
})

describe('composed with a subgraph that owns Employee and extends Agent', () => {
  let supergraph: string
  beforeAll(async () => {
    supergraph = compose([toSubgraph(await readSdl()), employees])
  })

  it('both add fields to the agent of one address', () => {
    expect(head(supergraph, 'Agent')).toMatch(/@join__type\(graph: SUPPORT, key: "email"\)/)
    expect(head(supergraph, 'Agent')).toMatch(/@join__type\(graph: EMPLOYEES, key: "email"\)/)
    expect(supergraph).toMatch(/employee: Employee +@join__field\(graph: EMPLOYEES\)/)
    expect(supergraph).toMatch(/sources: \[Source!\]! +@join__field\(graph: SUPPORT\)/)
  })

  it.each(['Source', 'Team', 'Inbox'])('%s is found by its id', (type) => {
    expect(head(supergraph, type)).toMatch(/@join__type\(graph: SUPPORT, key: "id"\)/)
  })

  it('a range still has exactly one form, and a variable may be a ReportScope', () => {
    expect(head(supergraph, 'RangeInput')).toContain('@oneOf')
    const schema = buildSchema(supergraph, { assumeValid: true })
    const [range, scope] = ['RangeInput', 'ReportScope'].map((name) => schema.getType(name))
    expect(isInputObjectType(range) && range.isOneOf).toBe(true)
    expect(isInputObjectType(scope) && Object.keys(scope.getFields())).toEqual([
      'range',
      'granularity',
      'timeZone',
      'weekStart',
      'fiscalYearStart',
      'filter',
    ])
  })

  it('the public schema has no fields that are only for routers', () => {
    expect(supergraph).not.toMatch(/_entities|_service|_Any|@defer|@key/)
  })
})

describe('composed with a subgraph that has a Report, a Metric, a ReportScope and a report of its own', () => {
  const codes = (sdl: string) =>
    (composeServices([toSubgraph(sdl), employees, finance]).errors ?? []).map(({ extensions }) => extensions.code)

  it('fails without a prefix', async () => {
    expect(codes(await readSdl())).toEqual(
      expect.arrayContaining(['INVALID_FIELD_SHARING', 'REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH']),
    )
  })

  it('succeeds with one, and each keeps its own', async () => {
    const sdl = await readSdl('Support')
    expect(codes(sdl)).toEqual([])
    const supergraph = compose([toSubgraph(sdl), employees, finance])
    for (const type of ['Report', 'ReportScope']) {
      expect(head(supergraph, type)).toMatch(/^[^@]*@join__type\(graph: FINANCE\)\s*$/)
      expect(head(supergraph, `Support${type}`)).toMatch(/^[^@]*@join__type\(graph: SUPPORT\)\s*$/)
    }
    expect(supergraph).toMatch(/^enum Metric[^}]*REVENUE/m)
    expect(supergraph).toMatch(/^enum SupportMetric[^}]*CONVERSATIONS/m)
    expect(head(supergraph, 'SupportRangeInput')).toContain('@oneOf')
  })
})
