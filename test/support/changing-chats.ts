import type { SourceConfig } from '../../src/config/config.ts'
import { addDays } from '../../src/report/time/date.ts'
import { liveChatSource } from './gateway.ts'
import { json, type RawAnswer, type RawUpstream, startRawUpstream } from './raw-upstream.ts'

export interface ChangingChats {
  readonly source: SourceConfig
  readonly upstream: RawUpstream
  /** Chats that it counts on every day. */
  count: number
  /** What becomes of its answers; they are whole unless a test says otherwise. */
  answer: (counted: RawAnswer) => RawAnswer | Promise<RawAnswer>
  /** What becomes of its lists, which hold Anna unless a test says otherwise. */
  list: () => RawAnswer
}

/** A LiveChat organisation that counts as many chats on every day as a test says. */
export async function startChangingChats(settings: Partial<SourceConfig> = {}): Promise<ChangingChats> {
  const upstream = await startRawUpstream(({ path, query }) => {
    if (!path.includes('/reports/')) return chats.answer(chats.list())
    const [first = '', last = ''] = [query.get('date_from'), query.get('date_to')].map((date) => date ?? undefined)
    const days: string[] = []
    for (let date = first; date <= last; date = addDays(date, 1)) days.push(date)
    return chats.answer(json(Object.fromEntries(days.map((date) => [date, { chats: chats.count }]))))
  })
  const chats: ChangingChats = {
    source: { ...liveChatSource(upstream.url), ...settings },
    upstream,
    count: 1,
    answer: (counted) => counted,
    list: () => json([{ id: 1, login: 'anna@test.example', name: 'Anna' }]),
  }
  return chats
}
