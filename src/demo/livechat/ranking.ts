import { spanOfDates } from './buckets.ts'
import type { Endpoint } from './endpoint.ts'
import type { EventIndex } from './event-index.ts'
import type { Chat } from './events.ts'
import { countRatings } from './figures.ts'
import { computeScore } from './score.ts'
import { type Selectable, selects } from './selection.ts'
import { entriesWithin, type Timeline } from './timeline.ts'

interface Rateable extends Selectable {
  readonly agent: string
  readonly rating: Chat['rating']
}

/** Agents with ratings, best first, including former agents. */
export const ranking = (source: (index: EventIndex) => Timeline<Rateable>): Endpoint => ({
  parameters: ['date_from', 'date_to', 'group', 'tag[]'],
  respond: (index, { range, zone, horizon, selection }) => {
    const { from, to } = spanOfDates(range, zone)
    const rated = entriesWithin(source(index), { from, to: Math.min(to, horizon) })
      .filter(selects(selection))
      .filter(({ rating }) => rating !== null)
    const logins = [...new Set(rated.map(({ agent }) => agent))]
    const ranks = logins.map((login) =>
      rank(
        login,
        rated.filter(({ agent }) => agent === login),
      ),
    )
    return { ranking: ranks.toSorted((one, other) => other.score - one.score) }
  },
})

function rank(login: string, rated: readonly Rateable[]) {
  const { good, bad } = countRatings(rated)
  return { good, bad, total: good + bad, score: computeScore(good, bad), name: login }
}
