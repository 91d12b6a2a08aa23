import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChangingChats, startChangingChats } from '../support/changing-chats.ts'
import { askAs, type Client, createClient, toAccess } from '../support/clients.ts'
import { subscribe } from '../support/event-stream.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'

const north = createClient('north', ['north-chats'])
const alsoNorth = createClient('north-wallboard', ['north-chats'])
const south = createClient('south', ['south-chats'])
const scope = '{ range: { days: { first: "2026-11-02", last: "2026-11-08" } } }'
const clock = () => Date.parse('2026-11-20T12:00:00Z')
let chats: readonly ChangingChats[]
let gateway: ListeningGateway

beforeAll(async () => {
  chats = await Promise.all([
    startChangingChats({ id: 'north-chats', name: 'North' }),
    startChangingChats({ id: 'south-chats', name: 'South', apiKey: 'other' }),
  ])
  for (const [place, one] of chats.entries()) one.count = place === 0 ? 1 : 1000
  const sources = chats.map(({ source }) => source)
  gateway = await startListeningGateway(sources, clock, toAccess(north, alsoNorth, south))
})

afterAll(() => Promise.all([gateway.close(), ...chats.map(({ upstream }) => upstream.close())]))

const expected = (client: Client) => {
  const [id, total] = client === south ? ['south-chats', 7000] : ['north-chats', 7]
  return { data: { sources: [{ id }], report: { total, bySource: [{ source: { id } }] } } }
}

describe('contexts are not mixed between concurrent requests', () => {
  it('2,000 concurrent requests of two tenants each return only their own sources.', async () => {
    const query = `{ sources { id } report(metric: CONVERSATIONS, scope: ${scope}) { total bySource { source { id } } } }`
    const turns = Array.from({ length: 2_000 }, (_, turn) => (turn % 2 ? north : south)).entries()
    let right = 0
    const mixed: unknown[] = []
    const work = async () => {
      for (const [, client] of turns) {
        const { body } = await askAs(client.key, gateway.url, query)
        if (JSON.stringify(body) === JSON.stringify(expected(client))) right += 1
        else mixed.push(body)
      }
    }
    await Promise.all(Array.from({ length: 40 }, work))
    expect(mixed).toEqual([])
    expect(right).toBe(2_000)
  }, 120_000)

  it('Subscribers that may read the same sources share a poll, and others do not.', async () => {
    const query = 'subscription { report(metric: CONVERSATIONS, scope: { range: { preset: TODAY } }) { total } }'
    const before = chats.map(({ upstream }) => upstream.requests.length)
    const streams = await Promise.all(
      [north, south, alsoNorth, south, north].map(({ key }) =>
        subscribe(gateway.url, query, {}, { authorization: `Bearer ${key}` }),
      ),
    )
    const answers = await Promise.all(streams.map((stream) => stream.next()))
    for (const stream of streams) stream.close()
    expect(answers.map((answer) => answer?.data.report.total)).toEqual([1, 1000, 1, 1000, 1])
    expect(chats.map(({ upstream }, place) => upstream.requests.length - (before[place] ?? 0))).toEqual([1, 1])
  })
})
