import { json } from '../support/raw-upstream.ts'
import { type DirectoryFixtures, rated } from './directory-fixtures.ts'
import { fixtures as series } from './fixtures-livechat.ts'

const agents = [
  { login: 'Ada@x', name: 'Ada Obi', api_key: 'key-of-ada', permission: 'owner' },
  { login: "o'neil@x", name: '', status: 'offline' },
]
const groups = [
  { id: 0, name: 'All operators', language: 'en' },
  { id: 2, name: 'dział „VIP”', agents: ['Ada@x'] },
]
const tags = [
  { name: '100%', group: 0, author: 'Ada@x' },
  { name: '100%', group: 2, author: 'Ada@x' },
  { name: 'żółć', group: 0 },
]
const goals = [{ id: 101, name: 'Purchase & more', active: 1, type: 'url' }]
const greetings = [{ id: 9, name: '', active: true, rules: [{ value: 'secret-of-rule' }], properties: {} }]

const ranking = agents.map(({ login }) => ({ name: login, ...rated, total: rated.good + rated.bad, score: 0.5 }))

const answers: Readonly<Record<string, unknown>> = {
  '/agents': agents,
  '/groups': groups,
  '/tags': tags,
  '/goals': goals,
  '/greetings': greetings,
  '/reports/chats/ratings/ranking': { ranking },
}

export const fixtures: DirectoryFixtures = {
  source: series.source,
  answer: (request) => (request.path in answers ? json(answers[request.path]) : series.answer(request)),
  members: {
    agents: agents.map(({ login, name }) => ({ key: login, name: name || login })),
    teams: [{ key: '2', name: 'dział „VIP”' }],
    inboxes: [],
    tags: ['100%', 'żółć'].map((name) => ({ key: name, name })),
    goals: [{ key: '101', name: 'Purchase & more' }],
    greetings: [{ key: '9', name: '' }],
  },
  version: null,
  ranked: ['Ada@x', "o'neil@x"],
  live: null,
  secrets: ['key-of-ada', 'secret-of-rule'],
}
