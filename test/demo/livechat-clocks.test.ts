import { describe, expect, it } from 'vitest'
import { ask, twoDays } from './livechat-organisation.ts'

/** Chats every half hour and one shift without end: the length of an hour is in its figures. */
function inventAround(date: string) {
  const from = Date.parse(date) / 1000 - 2 * 86_400
  const [chat] = twoDays.chats
  const chats = Array.from({ length: 240 }, (_, index) => ({ ...chat, start: from + index * 1800, end: from + 9e5 }))
  const shifts = [{ agent: 'ann@shop.example', start: from, end: from + 9e5 }]
  return { ...twoDays, chats: chats as typeof twoDays.chats, shifts }
}

describe('on a DST-transition day the demo LiveChat', () => {
  it.each([
    ['skips 02:00', 'Europe/Warsaw', '2026-03-29', '02:00', 0, 46],
    ['has 02:00 twice', 'Europe/Warsaw', '2026-10-25', '02:00', 4, 50],
    ['skips midnight', 'America/Havana', '2026-03-08', '00:00', 0, 46],
    ['has midnight twice', 'America/Havana', '2026-11-01', '00:00', 4, 50],
    ['has one hour and a half of 01:00', 'Australia/Lord_Howe', '2026-04-05', '01:00', 3, 49],
    ['has half an hour of 02:00', 'Australia/Lord_Howe', '2026-10-04', '02:00', 1, 47],
    ['skips midnight', 'Asia/Beirut', '2026-03-29', '00:00', 0, 46],
    ['has the hour before midnight twice', 'Asia/Beirut', '2026-10-24', '23:00', 4, 50],
  ])('%s in %s on %s', async (_, timeZone, date, hour, halfHours, halfHoursOfDay) => {
    const options = { events: inventAround(date), timeZone }
    const day = `date_from=${date}&date_to=${date}`

    const hours = await ask(`/reports/chats/total_chats?${day}&timezone=${timeZone}`, options)
    expect(Object.keys(hours)).toHaveLength(24)
    for (const [key, { chats }] of Object.entries<{ chats: number }>(hours)) {
      expect([key, chats]).toEqual([key, key === hour ? halfHours : 2])
    }
    const whole = await ask(`/reports/chats/total_chats?${day}&group_by=day`, options)
    expect(whole).toEqual({ [date]: { chats: halfHoursOfDay } })

    const availability = await ask(`/reports/availability?${day}`, options)
    expect(availability[hour]).toEqual({ minutes: halfHours * 30 })
    const responses = await ask(`/reports/chats/first_response_time?${day}`, options)
    expect(responses[hour].first_response_time).toEqual({ count: halfHours, seconds: halfHours ? 10 : null })
  })

  it('starts the day where the previous day ends', async () => {
    const options = { events: inventAround('2026-10-25') }
    const answer = await ask('/reports/availability?date_from=2026-10-24&date_to=2026-10-26', options)
    expect(answer).toEqual({ '2026-10-24': { hours: 24 }, '2026-10-25': { hours: 25 }, '2026-10-26': { hours: 24 } })
  })
})
