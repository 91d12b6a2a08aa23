import { describe, expect, it } from 'vitest'
import { computeScore } from '../../src/demo/livechat/score.ts'
import { ask, at, twoDays } from './livechat-organisation.ts'

const days = 'date_from=2026-03-10&date_to=2026-03-11'
const ann = { good: 1, bad: 0, total: 1, score: computeScore(1, 0), name: 'ann@shop.example' }
const bob = { good: 0, bad: 1, total: 1, score: computeScore(0, 1), name: 'bob@shop.example' }

describe('the score of the demo LiveChat', () => {
  it.each([
    [2502, 426, 0.8361489669658251],
    [2164, 443, 0.8094273999034496],
    [1070, 215, 0.8029689181922964],
    [0, 2, 0.11473482425785904],
    [13, 6, 0.42326713031463276],
  ])('of %i good and %i bad ratings is to the last bit what LiveChat publishes', (good, bad, score) => {
    expect(computeScore(good, bad)).toBe(score)
  })

  it.each([
    [10, 2, 0.5194200469],
    [2, 0, 0.3312764381],
  ])('of %i good and %i bad ratings has the ten digits that LiveChat publishes', (good, bad, score) => {
    expect(computeScore(good, bad).toFixed(10)).toBe(String(score))
  })
})

describe('the ranking of the demo LiveChat', () => {
  it.each([
    ['chats', days, [ann, bob]],
    ['chats', `${days}&group=0`, [ann, bob]],
    ['chats', `${days}&group=1`, [ann]],
    ['chats', `${days}&group=2`, [bob]],
    ['chats', `${days}&tag[]=vip`, [ann]],
    ['chats', `${days}&tag[]=billing`, []],
    ['chats', 'date_from=2026-03-11&date_to=2026-03-11', []],
    ['chats', 'date_to=2026-03-10', [ann, bob]],
    ['tickets', days, [ann]],
    ['tickets', `${days}&tag[]=vip`, [ann]],
    ['tickets', `${days}&group=2`, []],
    ['tickets', 'date_from=2026-03-10&date_to=2026-03-10', []],
    ['tickets', 'date_from=2026-03-11&date_to=2026-03-11', [ann]],
  ])('of %s?%s', async (subject, query, ranking) => {
    expect(await ask(`/reports/${subject}/ratings/ranking?${query}`)).toEqual({ ranking })
  })

  it('starts with the best score, not with the best share of good ratings', async () => {
    const [chat] = twoDays.chats
    const ratings = [
      { agent: 'few@shop.example', good: 2, bad: 0 },
      { agent: 'bad@shop.example', good: 0, bad: 2 },
      { agent: 'many@shop.example', good: 13, bad: 6 },
    ]
    const chats = ratings.flatMap(({ agent, good, bad }) =>
      Array.from({ length: good + bad + 5 }, (_, index) => {
        const rating = index < good ? ('good' as const) : index < good + bad ? ('bad' as const) : null
        return { ...chat, agent, rating }
      }),
    )
    const events = { ...twoDays, chats: chats as typeof twoDays.chats }
    const { ranking } = await ask(`/reports/chats/ratings/ranking?${days}`, { events })
    expect(ranking).toEqual([
      { good: 13, bad: 6, total: 19, score: 0.42326713031463276, name: 'many@shop.example' },
      { good: 2, bad: 0, total: 2, score: computeScore(2, 0), name: 'few@shop.example' },
      { good: 0, bad: 2, total: 2, score: 0.11473482425785904, name: 'bad@shop.example' },
    ])
  })

  it('includes former agents', async () => {
    const events = { ...twoDays, agents: [] }
    expect(await ask(`/reports/chats/ratings/ranking?${days}`, { events })).toEqual({ ranking: [ann, bob] })
  })

  it('cuts its days in the zone of the account', async () => {
    const path = '/reports/tickets/ratings/ranking?date_from=2026-03-12&date_to=2026-03-12'
    expect(await ask(path)).toEqual({ ranking: [] })
    expect(await ask(path, { timeZone: 'Pacific/Kiritimati' })).toEqual({ ranking: [ann] })
  })

  it('excludes events after the horizon', async () => {
    const answer = await ask(`/reports/chats/ratings/ranking?${days}`, { horizon: () => at('10T09:30') })
    expect(answer).toEqual({ ranking: [ann] })
  })
})
