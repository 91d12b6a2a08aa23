import { type Recording, readRecordings } from './chatwoot-recordings.ts'
import { json, type RawHandler } from './raw-upstream.ts'

const account = '/api/v1/accounts/1'

/** What an administrator of account 1 was answered, by path and query. */
export function createRecordedHandler(recordings: readonly Recording[] = readRecordings()): RawHandler {
  const lists = recordings.filter(({ request, status }) => request.path === `${account}/agents` && status === 200)
  const asked = recordings.filter(({ request }) => request.auth === 'admin')
  const bodies = new Map(
    [...lists, ...asked].map(({ request, status, body }) => [toKey(request.path, request.query), json(body, status)]),
  )
  // Labels were recorded one by one.
  const labels = recordings.filter(
    ({ request, status }) => request.path.startsWith(`${account}/labels/`) && status === 200,
  )
  bodies.set(toKey(`${account}/labels`, ''), json(`{"payload":[${labels.map(({ body }) => body)}]}`))
  return ({ path, query }) => bodies.get(toKey(path, query.toString())) ?? { status: 599, body: 'never recorded' }
}

/** Equal for requests that mean the same: business hours are off unless they are on. */
export function toKey(path: string, query: string): string {
  const parameters = new URLSearchParams(query)
  if (parameters.get('business_hours') === 'false') parameters.delete('business_hours')
  parameters.sort()
  return `${path}?${parameters}`
}
