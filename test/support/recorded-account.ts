import { type Recording, readGroundTruth, readRecordings } from './chatwoot-recordings.ts'
import { json, type RawHandler } from './raw-upstream.ts'
import { createRecordedHandler, toKey } from './recorded-upstream.ts'

/** When the last of the recorded account's rows was made. */
export const recordedNow = Date.parse('2026-11-20T12:00:00Z')

const account = '/api/v1/accounts/1'

/** The responses to an administrator of account 1, and its lists of teams and labels from other recordings. */
export function createAccountHandler(recordings: readonly Recording[] = readRecordings()): RawHandler {
  const recorded = createRecordedHandler(recordings)
  const { teams, labels } = readGroundTruth()
  return (request) => {
    if (request.path === `${account}/teams`) return json(teams)
    if (request.path === `${account}/labels`) return json({ payload: labels })
    return recorded(request)
  }
}

/** What an administrator was answered below a path; times are those that the gateway takes. */
export function listRecorded(path: string, recordings: readonly Recording[] = readRecordings()) {
  return recordings
    .filter(
      ({ request, status }) =>
        request.path.includes(`/accounts/1/${path}`) && request.auth === 'admin' && status === 200,
    )
    .map(({ name, request, body }) => {
      const query = new URLSearchParams(request.query)
      const [start, end] = [Number(query.get('since')) * 1000, Number(query.get('until')) * 1000]
      return { name, path: request.path, query, start, end, body, key: toKey(request.path, request.query) }
    })
}

export const isAskable = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
  start >= Date.UTC(2000) && start < end && end <= recordedNow && start % 3_600_000 === 0 && end % 3_600_000 === 0

export const toRange = ({ start, end }: { readonly start: number; readonly end: number }) => ({
  between: { from: new Date(start).toISOString(), to: new Date(end).toISOString() },
})
