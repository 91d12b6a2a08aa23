import { BadArgument } from '../report/error.ts'
import { foldCase } from '../report/fold-case.ts'
import { parseEmail, type Scope } from '../report/scope.ts'
import { askReport } from './asked-report.ts'
import { builder } from './builder.ts'
import { defineEntity } from './entity.ts'
import { nullWithError } from './errors.ts'
import { Report } from './report.ts'
import { reportArguments } from './report-arguments.ts'
import { resolveScope } from './scope.ts'
import { Source } from './source.ts'

/** A person, by e-mail address; all else is looked up when it is selected. */
export interface Person {
  readonly email: string
}

export const Agent = builder.objectRef<Person>('Agent').implement({
  description: 'A person who answers customers; one per e-mail address, whatever number of sources know them.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The e-mail address, which is the same in every source.' }),
    name: t.string({
      description:
        'The name as the first source that knows the person tells it; the e-mail address where no source does.',
      resolve: async ({ email }, _, { listPeople }) => (await listPeople()).get(foldCase(email))?.name ?? email,
    }),
    sources: t.field({
      type: [Source],
      description: 'The sources that list this person; one that does not answer, if it did when it last answered.',
      resolve: async ({ email }, _, { listPeople }) => [...((await listPeople()).get(foldCase(email))?.sources ?? [])],
    }),
    report: t.field({
      type: Report,
      nullable: true,
      description: `The person's part of a report, as the filter \`agentEmail\` gives it. ${nullWithError}`,
      args: reportArguments(t.arg),
      resolve: ({ email }, { metric, scope }, context, info) =>
        askReport(metric, narrowToAgent(resolveScope(scope, context), email), context, info),
    }),
  }),
})

defineEntity(Agent, 'email', (email, _, argument) => ({ email: parseEmail(email, argument) }))

function narrowToAgent(scope: Scope, agentEmail: string): Scope {
  const { agentEmail: other } = scope.filter
  if (other !== undefined && foldCase(other) !== foldCase(agentEmail))
    throw new BadArgument('scope.filter.agentEmail', `is another person than ${agentEmail}; leave it out`)
  return { ...scope, filter: { ...scope.filter, agentEmail } }
}
