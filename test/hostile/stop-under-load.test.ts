import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { afterEach, expect, it } from 'vitest'
import { startChangingChats } from '../support/changing-chats.ts'
import { openGate } from '../support/gate.ts'
import { startServer, stopAll } from '../support/start-script.ts'
import { writeConfig } from '../support/write-config.ts'

afterEach(stopAll)

const underWay = 50
const atMost = 150
/** A source has 32 connections at most, so that one alone would not have so many under way. */
const ids = ['north', 'south'] as const

it('a gateway under load completes every response that it has started on SIGTERM, and exits with 0', async () => {
  const gate = openGate()
  const accounts = await Promise.all(ids.map((id) => startChangingChats({ id, inFlight: 32 })))
  for (const account of accounts)
    account.answer = async (counted) => {
      await gate.opened
      return counted
    }
  const sources = accounts.map(({ source: { isTimeZoneKnown: _, ...settings } }) => settings)
  const { child, url } = await startServer('../src/main.ts', {
    GATEWAY_CONFIG: writeConfig({ sources }),
    DEADLINE_MS: '30000',
    NODE_ENV: 'production',
    LOG_LEVEL: 'debug',
  })
  const dispatcher = new Agent()
  /** Each asks for a team of its own, over a connection of its own. */
  const ask = async (team: number) => {
    const scope = `{ range: { days: { first: "2026-03-01", last: "2026-03-02" } }, filter: { team: "${ids[team % 2]}:team:${team}" } }`
    const { statusCode, body } = await request(url, {
      method: 'POST',
      dispatcher,
      reset: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ report(metric: CONVERSATIONS, scope: ${scope}) { total } }` }),
    })
    return { statusCode, body: await body.json() }
  }

  const asked = new Map<number, Promise<unknown>>()
  const send = (team: number) => {
    const answer = ask(team)
    asked.set(team, answer)
    return answer
  }
  for (let team = 1; team <= underWay; team += 1) send(team)
  await Promise.all(accounts.map(({ upstream }) => upstream.received(underWay / 2)))
  child.kill('SIGTERM')
  let isOver = false
  for (let team = underWay + 1; team <= atMost && !isOver; team += 1) {
    send(team).catch(() => {
      isOver = true
    })
    await wait(2)
  }
  gate.open()
  const answers = await Promise.allSettled(asked.values())
  if (child.exitCode === null) await once(child, 'exit')

  expect([child.exitCode, child.signalCode]).toEqual([0, null])
  const calls = accounts.flatMap(({ upstream }) => upstream.requests)
  const begun = new Set(calls.map(({ query }) => Number(query.get('group'))))
  expect(begun.size).toBeGreaterThanOrEqual(underWay)
  const right = { status: 'fulfilled', value: { statusCode: 200, body: { data: { report: { total: 2 } } } } }
  const teams = [...asked.keys()]
  for (const [place, answer] of answers.entries())
    if (begun.has(teams[place] ?? 0))
      expect({ team: teams[place], answer }).toEqual({ team: teams[place], answer: right })
  await dispatcher.close()
  for (const { upstream } of accounts) await upstream.close()
})
