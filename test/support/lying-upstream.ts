import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'undici'
import type { Lie } from './any-lie.ts'
import { json, type RawUpstream, startRawUpstream } from './raw-upstream.ts'

/** One question, and the text that it was answered with. */
export interface Exchange {
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
}

export interface LyingUpstream {
  readonly url: string
  /** From now on sends wrong responses to some requests, numbered from 0. Returns the requests and responses. */
  lie(lie: Lie, isMeant: (place: number) => boolean): readonly Exchange[]
  close(): Promise<void>
}

/** Answers what another upstream answers, as a rule. */
export async function startLyingUpstream(honestUrl: string): Promise<LyingUpstream> {
  const truths = new Map<string, Promise<string>>()
  let lie: Lie = (right) => right
  let isMeant = (_: number) => false
  let exchanges: Exchange[] = []
  const upstream: RawUpstream = await startRawUpstream(async ({ path, query, headers }) => {
    const target = `${honestUrl}${path}?${query}`
    const truth = truths.get(target) ?? ask(target, headers)
    truths.set(target, truth)
    const told = exchanges
    const exchange = { path, query, body: '' }
    const isLie = isMeant(told.push(exchange) - 1)
    exchange.body = isLie ? lie(await truth) : await truth
    return json(exchange.body)
  })
  return {
    url: upstream.url,
    lie(next, isNextMeant) {
      lie = next
      isMeant = isNextMeant
      exchanges = []
      return exchanges
    },
    close: upstream.close,
  }
}

async function ask(url: string, { host: _, connection: __, ...headers }: IncomingHttpHeaders): Promise<string> {
  const { body } = await request(url, { headers })
  return body.text()
}
