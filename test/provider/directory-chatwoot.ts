import type { Member } from '../../src/report/port/directory.ts'
import { json, type RawRequest } from '../support/raw-upstream.ts'
import { type DirectoryFixtures, rated } from './directory-fixtures.ts'
import { fixtures as series } from './fixtures-chatwoot.ts'

const secrets = ['hmac-of-inbox-5', 'imap-password', 'bot-token', 'agent-access-token']

const agents = [
  { id: 6, email: 'Ada@x', name: 'Ada Obi', access_token: 'agent-access-token' },
  { id: 7, email: "o'neil@x", name: '' },
]
const teams = [
  { id: 2, name: 'billing', description: null },
  { id: 3, name: 'dział „VIP”', is_member: false },
]
const inboxes = [
  { id: 5, name: 'Website', hmac_token: 'hmac-of-inbox-5', provider_config: { api_key: 'bot-token' } },
  { id: 8, name: null, imap_password: 'imap-password', hmac_token: null },
]
const labels = [
  { id: 3, title: '100%', color: '#1f93ff' },
  { id: 4, title: 'żółć', description: null },
]

const metrics = ({ query }: RawRequest) => {
  const people = query.has('user_ids[]') ? 1 : agents.length
  const [good, bad] = [rated.good * people, rated.bad * people]
  return { total_count: 1000, ratings_count: { 5: good, 2: bad, 3: 1000 - good - bad } }
}

const load = { open: 30, unattended: 18, unassigned: 8 }
const loads = [
  { ...load, assignee_id: null },
  { assignee_id: 6, open: 4, unattended: 3, unassigned: 0 },
]

const answers: Readonly<Record<string, (request: RawRequest) => unknown>> = {
  '/api': () => ({ version: '4.15.1', timestamp: '2026-04-10 12:00:00', queue_services: 'ok' }),
  '/api/v1/accounts/1/agents': () => agents,
  '/api/v1/accounts/1/teams': () => teams,
  '/api/v1/accounts/1/inboxes': () => ({ payload: inboxes }),
  '/api/v1/accounts/1/labels': () => ({ payload: labels }),
  '/api/v1/accounts/1/csat_survey_responses/metrics': metrics,
  '/api/v2/accounts/1/live_reports/conversation_metrics': () => ({ ...load, pending: 2 }),
  '/api/v2/accounts/1/live_reports/grouped_conversation_metrics': () => loads,
}

const numbered = ({ id, name }: { readonly id: number; readonly name: string | null }): Member => ({
  key: String(id),
  name: name ?? '',
})

export const fixtures: DirectoryFixtures = {
  source: series.source,
  answer: (request) => {
    const toBody = answers[request.path]
    return toBody ? json(toBody(request)) : series.answer(request)
  },
  members: {
    agents: agents.map(({ email, name }) => ({ key: email, name: name || email })),
    teams: teams.map(numbered),
    inboxes: inboxes.map(numbered),
    tags: labels.map(({ title }) => ({ key: title, name: title })),
    goals: [],
    greetings: [],
  },
  version: '4.15.1',
  ranked: ['Ada@x', "o'neil@x"],
  live: {
    ...load,
    pending: 2,
    byAgent: [
      { agent: { email: 'Ada@x' }, open: 4, unattended: 3 },
      { agent: { email: "o'neil@x" }, open: 0, unattended: 0 },
    ],
  },
  secrets,
}
