import type { GatewayContext } from '../../gateway/context.ts'
import type { ListName } from '../../report/port/directory.ts'
import { BadArgument, GapError } from '../../report/port/error.ts'
import type { Source as ReportSource } from '../../report/port/port.ts'
import { parseId, type Scope } from '../../report/port/scope.ts'
import { reportArguments } from '../arguments/report-arguments.ts'
import { resolveScope } from '../arguments/scope.ts'
import { builder } from '../build/builder.ts'
import { nullWithError } from '../build/errors.ts'
import { Report } from '../report/report.ts'
import { requestReport } from '../report/report-request.ts'
import { defineEntity } from './entity.ts'
import { Source } from './source.ts'

/** A team, inbox, goal or greeting: something with a number in one source. */
export interface NamedEntity {
  readonly source: ReportSource
  /** The upstream's number. */
  readonly key: string
  /** Empty where the source tells none; undefined while its list was not asked. */
  readonly name?: string
}

const toId = ({ source, key }: NamedEntity): string => `${source.id}:${key}`

/** A type of places, which all have an id, a name and a source. */
function definePlace(name: string, list: ListName, description: string) {
  return builder.objectRef<NamedEntity>(name).implement({
    description,
    fields: (t) => ({
      id: t.id({ description: 'The id, `<source id>:<number>`, as used in filters.', resolve: toId }),
      name: t.string({
        description: 'The name in the source; the id when no name is known.',
        resolve: async (place, _, context) => (place.name ?? (await findName(place, list, context))) || toId(place),
      }),
      source: t.expose('source', { type: Source, description: 'The source to which it belongs.' }),
    }),
  })
}

export const Team = definePlace('Team', 'teams', 'A Chatwoot team or a LiveChat group.')
export const Inbox = definePlace(
  'Inbox',
  'inboxes',
  'A Chatwoot inbox: one channel through which customers send messages.',
)
export const Goal = definePlace(
  'Goal',
  'goals',
  'A LiveChat goal: an action of a visitor, such as a purchase, that LiveChat counts.',
)
export const Greeting = definePlace(
  'Greeting',
  'greetings',
  'A LiveChat greeting: a message that is shown to visitors automatically.',
)

/** A place that was named by its id alone is looked up; a source that has never answered tells none. */
async function findName({ source, key }: NamedEntity, list: ListName, { loaders }: GatewayContext): Promise<string> {
  try {
    const { members } = await loaders.listMembers(source, list)
    return members.find((member) => member.key === key)?.name ?? ''
  } catch (error) {
    if (error instanceof GapError) return ''
    throw error
  }
}

const filters = [
  [Team, 'team'],
  [Inbox, 'inbox'],
] as const

for (const [type, filter] of filters) {
  defineEntity(type, 'id', (id, { caller }, argument) => {
    const { source: owner, id: key } = parseId(
      id,
      argument,
      caller.sources.map((source) => source.id),
    )
    return { source: caller.sources.find((source) => source.id === owner) as ReportSource, key }
  })
  builder.objectField(type, 'report', (t) =>
    t.field({
      type: Report,
      nullable: true,
      description: `The report for this ${filter} only, as with the filter \`${filter}\`. ${nullWithError}`,
      args: reportArguments(t.arg),
      resolve: (place, { metric, scope }, context, info) =>
        requestReport(metric, narrow(resolveScope(scope, context), filter, place), context, info),
    }),
  )
}

function narrow(scope: Scope, filter: 'team' | 'inbox', place: NamedEntity): Scope {
  const other = scope.filter[filter]
  const id = { source: place.source.id, id: place.key }
  if (other && (other.source !== id.source || other.id !== id.id))
    throw new BadArgument(
      `scope.filter.${filter}`,
      `${other.source}:${other.id} differs from this ${filter}, ${toId(place)}; omit the filter`,
    )
  return { ...scope, filter: { ...scope.filter, [filter]: id } }
}
