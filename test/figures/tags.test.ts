import { beforeAll, describe, expect, it } from 'vitest'
import { startGateway, startLiveChatSource, type TestGateway } from '../support/gateway.ts'
import { at } from '../support/instants.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { shareChatwoot } from '../support/opened-gateways.ts'
import { startRawUpstream } from '../support/raw-upstream.ts'

const now = Date.parse('2026-11-20T12:20:00Z')
const rows = inventChatwootRows(now)
const invented = inventLiveChatEvents(now)
const week = { start: at('2026-11-01T23:00Z'), end: at('2026-11-08T23:00Z') }

/** The invented chats with other spellings of the tag `vip`: that of a chat depends on its place. */
const respell = (...spellings: readonly string[]) => ({
  ...invented,
  tags: invented.tags.flatMap((tag) => (tag.name === 'vip' ? spellings.map((name) => ({ ...tag, name })) : [tag])),
  chats: invented.chats.map((chat, place) => ({
    ...chat,
    tags: chat.tags.map((tag) => (tag === 'vip' ? (spellings[place % spellings.length] ?? tag) : tag)),
  })),
})

/** Counts the chats themselves. */
const countChats = (chats: typeof invented.chats, tag: string) =>
  chats.filter((chat) => chat.tags.includes(tag) && chat.start * 1000 >= week.start && chat.start * 1000 < week.end)
    .length

const { open, closeLater } = shareChatwoot(rows, now)

const document = `query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) {
  total bySource { source { id } total } gaps { source { id } code message }
} }`
const split = `query ($scope: ReportScope!) { report(metric: CONVERSATIONS, scope: $scope) {
  breakdown(by: TAG, first: 100) { slices { label tag total } gaps { code } }
} }`
const scope = { range: { days: { first: '2026-11-02', last: '2026-11-08' } }, timeZone: 'Europe/Warsaw' }

async function filterBy(gateway: TestGateway, tag: string) {
  const { data, errors } = await gateway.query(document, { scope: { ...scope, filter: { tags: [tag] } } })
  expect(errors).toBeUndefined()
  const totals = Object.fromEntries(
    data.report.bySource.map(({ source, total }: { source: { id: string }; total: number }) => [source.id, total]),
  )
  return { ...data.report, totals }
}

const readSlices = async (gateway: TestGateway): Promise<readonly { label: string; tag: string; total: number }[]> =>
  (await gateway.query(split, { scope })).data.report.breakdown.slices

describe('A tag that is VIP in LiveChat and vip in Chatwoot', () => {
  let gateway: TestGateway
  const events = respell('VIP')

  beforeAll(async () => {
    gateway = await open(events)
  })

  it.each(['VIP', 'vip', 'Vip'])('has the same figures when it is filtered as %s.', async (tag) => {
    const { totals, gaps, total } = await filterBy(gateway, tag)
    expect(gaps).toEqual([])
    expect(totals.sales).toBe(countChats(events.chats, 'VIP'))
    expect(totals.sales).toBeGreaterThan(0)
    expect(total).toBe(totals.sales + totals.support)
  })

  it('is one slice of a breakdown, equal to the filter by its tag.', async () => {
    const slices = (await readSlices(gateway)).filter(({ tag }) => tag.toLowerCase() === 'vip')
    expect(slices).toHaveLength(1)
    for (const { tag, total } of slices) expect((await filterBy(gateway, tag)).total).toBe(total)
  })

  it('is not known to a source that does not list it: NOT_FOUND, not 0.', async () => {
    const { gaps, total } = await filterBy(gateway, 'feature-request')
    expect(gaps).toEqual([
      { source: { id: 'sales' }, code: 'NOT_FOUND', message: 'the account has no tag feature-request' },
    ])
    expect(total).toBeGreaterThan(0)
    const nothing = await filterBy(gateway, 'nothing')
    expect(nothing.total).toBeNull()
    expect(nothing.gaps.map(({ code }: { code: string }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND'])
  })
})

describe('Two tags of one source that differ only in letter case', () => {
  let gateway: TestGateway
  const events = respell('VIP', 'vip')

  beforeAll(async () => {
    gateway = await open(events)
  })

  it.each(['VIP', 'vip'])('are filtered by their exact spelling: %s.', async (tag) => {
    const { totals } = await filterBy(gateway, tag)
    expect(totals.sales).toBe(countChats(events.chats, tag))
    expect(totals.sales).toBeGreaterThan(0)
  })

  it('are two slices, each equal to the filter by its tag.', async () => {
    const slices = (await readSlices(gateway)).filter(({ tag }) => tag.toLowerCase() === 'vip')
    expect(slices.map(({ label }) => label).toSorted()).toEqual(['VIP', 'vip'])
    for (const { tag, total } of slices) expect((await filterBy(gateway, tag)).total).toBe(total)
  })
})

it('Every slice of a breakdown by tag equals the filter by its tag.', async () => {
  const gateway = await open(respell('VIP'))
  const slices = await readSlices(gateway)
  expect(slices.length).toBeGreaterThan(5)
  for (const { tag, total } of slices) expect([tag, (await filterBy(gateway, tag)).total]).toEqual([tag, total])
})

it('A tag is sent to LiveChat as it is written while the list of tags cannot be read.', async () => {
  const upstream = await startRawUpstream(({ path }) =>
    path.endsWith('/tags') ? { status: 500, body: '' } : { body: JSON.stringify({ '2026-11-02': { chats: 3 } }) },
  )
  const [sales, demo] = await startLiveChatSource(invented, now)
  const gateway = startGateway([{ ...sales, url: upstream.url }], () => now)
  closeLater(upstream, demo, gateway)
  await gateway.query(document, {
    scope: { ...scope, range: { days: { first: '2026-11-02', last: '2026-11-02' } }, filter: { tags: ['ViP'] } },
  })
  const sent = upstream.requests.filter(({ path }) => path.includes('/reports/')).map(({ query }) => query.get('tag[]'))
  expect(sent).toEqual(['ViP'])
})
