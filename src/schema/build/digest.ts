import { createHash } from 'node:crypto'
import type { GatewayContext } from '../../gateway/context.ts'
import { foldCase, idKinds, printId } from '../../report/port/filter.ts'
import type { Scope } from '../../report/port/scope.ts'
import { selectSources } from '../../report/questions/report.ts'

/**
 * The id of an object that is the answer to a question: equal for equal questions about the same sources, however they
 * are written. `parts` are what the question has besides its scope.
 */
export function toDigestId(
  kind: 'report' | 'queue' | 'ranking',
  scope: Scope,
  { caller }: GatewayContext,
  granularity: Scope['granularity'] | undefined,
  ...parts: readonly (string | number)[]
): string {
  const { range, timeZone, calendar, filter } = scope
  const sources = selectSources(scope, caller.sources).map(({ id }) => id)
  const { agentEmail, tags, businessHours } = filter
  const ids = idKinds.map((name) => filter[name] && printId(name, filter[name]))
  const text = JSON.stringify([
    [range.start, range.end, timeZone, granularity, calendar.weekStart, calendar.fiscalYearStart],
    [agentEmail && foldCase(agentEmail), ids, [...new Set(tags)].toSorted(), businessHours],
    sources.toSorted(),
    parts,
  ])
  return `${kind}:${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
}
