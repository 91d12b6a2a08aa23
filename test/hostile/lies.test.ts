import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoUpstream } from '../../src/demo/upstream.ts'
import type { OpenSource } from '../../src/provider/define-provider.ts'
import { registry } from '../../src/provider/registry.ts'
import { GapError } from '../../src/report/port/error.ts'
import { toAnyLie } from '../support/any-lie.ts'
import { startChatwootSource, startLiveChatSource } from '../support/gateway.ts'
import { inventChatwootRows, inventLiveChatEvents } from '../support/invented.ts'
import { type Exchange, type LyingUpstream, startLyingUpstream } from '../support/lying-upstream.ts'
import { calls as chatwootCalls } from './read-chatwoot.ts'
import { calls as liveChatCalls } from './read-livechat.ts'
import { type Call, now, type ReportedFigures } from './wrong-figures.ts'

const seed = 2026
/** Lies about each call; `RUNS=1000 npx vitest run test/hostile/lies.test.ts` looks further. */
const numRuns = Number(process.env.RUNS ?? 10)

const providers = [
  {
    name: 'chatwoot',
    calls: chatwootCalls,
    start: () => startChatwootSource(inventChatwootRows(now), now),
    secrets: ['test-token'],
  },
  {
    name: 'livechat',
    calls: liveChatCalls,
    start: () => startLiveChatSource(inventLiveChatEvents(now), now),
    secrets: ['test-key', Buffer.from('ops@test.example:test-key').toString('base64')],
  },
]

/** What the answers say; where they say nothing, the answers. */
function readPlainly(call: Call, exchanges: readonly Exchange[]): unknown {
  try {
    return call.read(exchanges)
  } catch (error) {
    return { error, answers: exchanges.map(({ body }) => body) }
  }
}

describe.each(providers)('$name with wrong responses', ({ name, calls, start, secrets }) => {
  let honest: DemoUpstream
  let upstream: LyingUpstream
  let open: OpenSource

  beforeAll(async () => {
    const [config, demo] = await start()
    honest = demo
    upstream = await startLyingUpstream(demo.url)
    const entry = registry.get(name)
    if (!entry) throw new Error(`no provider ${name}`)
    const source = { ...config, timeZone: 'UTC', url: upstream.url }
    open = entry.open(source, { deadline: 5_000, directoryFor: 0 })
  })

  afterAll(async () => {
    await open.close()
    await upstream.close()
    await honest.close()
  })

  const anyLie = fc.tuple(toAnyLie(secrets), fc.nat(3))

  const ask = async ({ ask }: Call): Promise<ReportedFigures | GapError> => {
    try {
      return await ask(open.source)
    } catch (error) {
      if (error instanceof GapError) return error
      throw error
    }
  }

  it.each(calls)('returns the correct figures of $name when the response is correct', async (call) => {
    const exchanges = upstream.lie(String, () => false)
    const told = await ask(call)
    expect(told).toEqual(call.read(exchanges))
    expect(Object.keys(told)).not.toHaveLength(0)
  })

  it.each(calls)(`is a gap, or returns the figures of the response, for $name (seed ${seed})`, async (call) => {
    const isHonest = fc.asyncProperty(anyLie, async ([lie, meant]) => {
      const exchanges = upstream.lie(lie, (place) => place === meant)
      const told = await ask(call)
      expect(Object.keys(Object.prototype)).toEqual([])
      const secretsTold = secrets.filter((secret) => told instanceof GapError && told.message.includes(secret))
      expect(secretsTold).toEqual([])
      if (!(told instanceof GapError)) expect(told).toEqual(readPlainly(call, exchanges))
    })
    await fc.assert(isHonest, { seed, numRuns })
  })
})
