import { BadArgument } from '../../report/port/error.ts'
import { foldCase, parseEmail } from '../../report/port/filter.ts'
import type { Scope } from '../../report/port/scope.ts'
import { reportArguments, resolveScope } from '../arguments/scope.ts'
import { builder } from '../build/builder.ts'
import { nullWithError } from '../build/errors.ts'
import { ReportRef } from '../report/report.ts'
import { requestReport } from '../report/report-request.ts'
import { defineEntity, NodeRef } from './entity.ts'
import { SourceRef } from './source.ts'

/** An agent is known by e-mail address; the other fields are looked up when they are selected. */
export interface AgentKey {
  readonly email: string
}

export const AgentRef = builder.objectRef<AgentKey>('Agent').implement({
  description:
    'A person who answers customers. Accounts with the same e-mail address in several sources are one agent.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'The id, `agent:<e-mail address>`, with the ASCII letters of the address in lower case.',
      resolve: ({ email }) => `agent:${foldCase(email)}`,
    }),
    email: t.string({
      description:
        'The e-mail address, which identifies the agent in every source; its ASCII letters are in lower case, whatever the spelling of a source.',
      resolve: ({ email }) => foldCase(email),
    }),
    name: t.string({
      description: 'The name in the first source that lists the agent; the e-mail address when no source does.',
      resolve: async ({ email }, _, { readAgentDirectory }) =>
        (await readAgentDirectory()).get(foldCase(email))?.name ?? foldCase(email),
    }),
    sources: t.field({
      type: [SourceRef],
      description:
        'Sources whose agent list includes this person. For a source that is down, its last known list is used.',
      resolve: async ({ email }, _, { readAgentDirectory }) => [
        ...((await readAgentDirectory()).get(foldCase(email))?.sources ?? []),
      ],
    }),
    report: t.field({
      type: ReportRef,
      nullable: true,
      description: `The report for this agent only, as with the filter \`agentEmail\`. ${nullWithError}`,
      args: reportArguments(t.arg),
      resolve: ({ email }, { metric, scope }, context, info) =>
        requestReport(metric, narrowToAgent(resolveScope(scope, context), email), context, info),
    }),
  }),
})

defineEntity(AgentRef, 'email', (email, _, argument) => ({ email: parseEmail(email, argument) }))
defineEntity(AgentRef, 'id', (id, _, argument) => ({ email: parseAgentId(id, argument) }))

/** The address in the id of an agent. Throws BadArgument. */
export function parseAgentId(id: string, argument: string): string {
  const [, email = ''] = /^agent:(.*)$/s.exec(id) ?? []
  if (email) return parseEmail(email, argument)
  throw new BadArgument(
    argument,
    `${JSON.stringify(id.slice(0, 80))} is not an id of an agent such as agent:ewa@example.com`,
  )
}

function narrowToAgent(scope: Scope, agentEmail: string): Scope {
  const { agentEmail: other } = scope.filter
  if (other !== undefined && foldCase(other) !== foldCase(agentEmail))
    throw new BadArgument('scope.filter.agentEmail', `${other} differs from this agent, ${agentEmail}; omit the filter`)
  return { ...scope, filter: { ...scope.filter, agentEmail } }
}
