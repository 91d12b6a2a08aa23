import { describe, expect, it } from 'vitest'
import { ask, request, signedIn } from './livechat-organisation.ts'

const { authorization } = signedIn
const days = 'date_from=2026-03-10&date_to=2026-03-11'
const oneDay = 'date_from=2026-03-10&date_to=2026-03-10'
const chats = '/reports/chats/total_chats'
const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)

describe('the demo LiveChat checks', () => {
  const wrong = 'You have no rights to access this data. Check your API Key and/or username'
  it.each([
    ['the path first', '/reports/chats/wrong?date_from=x', {}, 404, 'Not found'],
    ['then the credentials', `${chats}?date_from=x`, { authorization: 'Basic x', 'x-api-version': '2' }, 401, wrong],
    ['credentials even when there are none', '/agents', {}, 401, wrong],
    ['then the version', `${chats}?date_from=x`, { authorization }, 400, 'X-API-Version must be 2'],
    ['then the parameters', `${chats}?date_from=x`, signedIn, 400, 'date_from must be a date (YYYY-MM-DD)'],
  ])('%s', async (_, path, headers, status, error) => {
    expect(await request(path, headers)).toEqual({ status, body: { error } })
  })

  it.each([
    [`${chats}?date_to=2026-02-30`, 400, 'date_to must be a date (YYYY-MM-DD)'],
    [`${chats}?date_to=2026-3-1`, 400, 'date_to must be a date (YYYY-MM-DD)'],
    [`${chats}?date_from=2026-03-11&date_to=2026-03-10`, 400, 'date_from must not be after date_to'],
    [`${chats}?timezone=Mars/Olympus`, 400, 'timezone must be a timezone'],
    [`${chats}?group_by=week`, 400, 'group_by must be month, day or hour'],
    [`${chats}?agent=nobody@shop.example`, 404, 'agent does not exist'],
    [`${chats}?group=3`, 404, 'group does not exist'],
    ['/reports/chats/not_replied_chats?agents[]=nobody', 404, 'agents[] does not exist'],
    ['/reports/chats/goals?goal=70', 404, 'goal does not exist'],
    ['/reports/chats/greetings?greeting=7', 404, 'greeting does not exist'],
    ['/reports/chats/ratings/ranking?date_from=2026-02-30', 400, 'date_from must be a date (YYYY-MM-DD)'],
    ['/reports/tickets/ratings/ranking?group=3', 404, 'group does not exist'],
    ['/reports/chats/agents_occupancy', 400, 'weekday is required'],
    ['/reports/chats/agents_occupancy?weekday=monday', 400, 'weekday must be one of sun, mon, tue, wed, thu, fri, sat'],
  ])('%s: %i', async (path, status, error) => {
    expect(await request(path, signedIn)).toEqual({ status, body: { error } })
  })
})

describe('a report of the demo LiveChat', () => {
  it.each([
    ['chats/queued_visitors', 'agent=nobody'],
    ['chats/queued_visitors', 'tag[]=vip'],
    ['availability', 'group_by=month'],
    ['availability', 'tag[]=vip'],
    ['chats/chatting_time', 'timezone=Asia/Tokyo'],
    ['chats/chatting_time', 'group_by=week'],
    ['chats/first_response_time', 'timezone=Mars/Olympus'],
    ['chats/response_time', 'timezone=Asia/Tokyo'],
    ['chats/total_chats', 'agents[]=nobody&groups[]=2&goal=71&tag=vip'],
    ['chats/greetings', 'agent=nobody'],
    ['tickets/new_tickets', 'agent=ann@shop.example'],
    ['tickets/ticket_sources', 'agent=ann@shop.example'],
    ['chats/ratings/ranking', 'agent=nobody&agents[]=nobody&tag=vip'],
    ['chats/ratings/ranking', 'timezone=Asia/Tokyo&group_by=week'],
    ['tickets/ratings/ranking', 'agent=nobody&timezone=Mars/Olympus'],
  ])('%s ignores %s', async (path, ignored) => {
    const plain = await ask(`/reports/${path}?${days}`)
    expect(await ask(`/reports/${path}?${days}&${ignored}`)).toEqual(plain)
  })

  it('ignores all but the weekday in the occupancy', async () => {
    const path = '/reports/chats/agents_occupancy?weekday=tue'
    expect(await ask(`${path}&group=9&date_from=x&timezone=Asia/Tokyo`)).toEqual(await ask(path))
  })

  it.each([
    ['days by default', days, ['2026-03-10', '2026-03-11']],
    ['days when several are asked for by hour', `${days}&group_by=hour`, ['2026-03-10', '2026-03-11']],
    ['hours for one day', oneDay, hours],
    ['one day when told so', `${oneDay}&group_by=day`, ['2026-03-10']],
    ['one month when told so', `${oneDay}&group_by=month`, ['2026-03']],
    ['days up to today', 'date_from=2026-03-23', ['2026-03-23', '2026-03-24']],
    ['hours of today', 'date_from=2026-03-24', hours],
    ['days from the first event on', 'date_to=2026-03-11', ['2026-03-10', '2026-03-11']],
    ['hours of a day before all events', 'date_to=2020-01-01', hours],
  ])('has %s', async (_, query, keys) => {
    expect(Object.keys(await ask(`${chats}?${query}`))).toEqual(keys)
  })

  it('truncates months to the requested dates, and omits none', async () => {
    expect(await ask('/reports/chats/ratings?date_from=2026-01-29&date_to=2026-03-10&group_by=month')).toEqual({
      '2026-01': { begin: '2026-01-29', end: '2026-01-31', bad: 0, good: 0, chats: 0 },
      '2026-02': { begin: '2026-02-01', end: '2026-02-28', bad: 0, good: 0, chats: 0 },
      '2026-03': { begin: '2026-03-01', end: '2026-03-10', bad: 1, good: 1, chats: 3 },
    })
  })

  it('uses days of the requested zone, or of the zone of the account', async () => {
    const path = `${chats}?${days}`
    expect(await ask(path)).toEqual({ '2026-03-10': { chats: 3 }, '2026-03-11': { chats: 1 } })
    const inTokyo = { '2026-03-10': { chats: 2 }, '2026-03-11': { chats: 2 } }
    expect(await ask(`${path}&timezone=Asia/Tokyo`)).toEqual(inTokyo)
    expect(await ask(path, { timeZone: 'Asia/Tokyo' })).toEqual(inTokyo)
  })
})
