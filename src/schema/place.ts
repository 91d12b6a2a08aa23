import { BadArgument } from '../report/error.ts'
import type { Member, Source as ReportSource } from '../report/port.ts'
import type { Scope } from '../report/scope.ts'
import { askReport } from './asked-report.ts'
import { builder } from './builder.ts'
import { Report } from './report.ts'
import { reportArguments } from './report-arguments.ts'
import { resolveScope } from './scope.ts'
import { Source } from './source.ts'

/** A team, inbox, goal or greeting: something with a number in one source. */
export interface Place extends Member {
  readonly source: ReportSource
}

const toId = ({ source, key }: Place): string => `${source.id}:${key}`

/** A type of places, which all have an id, a name and a source. */
function definePlace(name: string, description: string) {
  return builder.objectRef<Place>(name).implement({
    description,
    fields: (t) => ({
      id: t.id({ description: '`<source id>:<number>`, as filters take it.', resolve: toId }),
      name: t.string({
        description: 'As its source tells it; the id where it tells none.',
        resolve: (place) => place.name || toId(place),
      }),
      source: t.expose('source', { type: Source, description: 'The source it belongs to.' }),
    }),
  })
}

export const Team = definePlace('Team', 'A Chatwoot team or a LiveChat group.')
export const Inbox = definePlace('Inbox', 'A Chatwoot inbox.')
export const Goal = definePlace('Goal', 'Something that LiveChat counts when a visitor reaches it.')
export const Greeting = definePlace('Greeting', 'A message that LiveChat shows to visitors by itself.')

const filters = [
  [Team, 'team'],
  [Inbox, 'inbox'],
] as const

for (const [type, filter] of filters)
  builder.objectField(type, 'report', (t) =>
    t.field({
      type: Report,
      nullable: true,
      description: `Its part of a report: the same as \`Query.report\` with \`${filter}\`.`,
      args: reportArguments(t.arg),
      resolve: (place, { metric, scope }, context, info) =>
        askReport(metric, narrow(resolveScope(scope, context), filter, place), context, info),
    }),
  )

function narrow(scope: Scope, filter: 'team' | 'inbox', place: Place): Scope {
  const other = scope.filter[filter]
  const id = { source: place.source.id, id: place.key }
  if (other && (other.source !== id.source || other.id !== id.id))
    throw new BadArgument(`scope.filter.${filter}`, `is another than ${toId(place)}; leave it out`)
  return { ...scope, filter: { ...scope.filter, [filter]: id } }
}
