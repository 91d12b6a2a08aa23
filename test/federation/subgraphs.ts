import { readFileSync } from 'node:fs'
import { parse } from 'graphql'

const page = readFileSync(new URL('../../docs/federation.md', import.meta.url), 'utf8')
/** The subgraph that the documentation shows. */
const [, documented = ''] = /```graphql\n(extend schema.*?)```/s.exec(page) ?? []

/** Whom the company employs. Some answer customers, by addresses that may be written otherwise, unknown or wrong. */
export const employees = [
  { id: '1', name: 'Ada', email: 'ada.obi@demo.example' },
  { id: '2', name: 'Bruno', email: 'Bruno.Silva@DEMO.example' },
  { id: '3', name: 'Zoe', email: 'zoe@elsewhere.example' },
  { id: '4', name: 'Yan', email: 'not an address' },
  { id: '5', name: 'Xi' },
]

const findByEmail = (email: string) => employees.find((one) => one.email?.toLowerCase() === email.toLowerCase())

/** Subgraphs of others, with which the gateway is composed. */
export const subgraphs = {
  /** Adds a field to the agent by e-mail address, as the documentation shows. */
  employees: {
    typeDefs: parse(documented),
    resolvers: {
      Query: { employees: () => employees },
      Employee: { agent: ({ email }: { readonly email?: string }) => (email ? { email } : null) },
      Agent: { employee: ({ email }: { readonly email: string }) => findByEmail(email) },
    },
  },
  /** Has names of its own that are the gateway's too, for something else. */
  finance: {
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key"])
      type Query { report(metric: Metric!, scope: ReportScope!): Report }
      enum Metric { REVENUE COST }
      input ReportScope { year: Int! }
      type Report { metric: Metric! amount: Int! }
    `),
    resolvers: {
      Query: {
        report: (
          _: unknown,
          { metric, scope }: { readonly metric: string; readonly scope: { readonly year: number } },
        ) => ({
          metric,
          amount: scope.year * 2,
        }),
      },
    },
  },
} as const
