import { afterAll, expect, it } from 'vitest'
import { createDeadline } from '../../src/gateway/operation-loaders.ts'
import { askEntities, toAgent } from '../support/ask-entities.ts'
import { startChangingChats } from '../support/changing-chats.ts'
import { startGateway } from '../support/gateway.ts'

const chats = await startChangingChats()
const gateway = startGateway([chats.source], Date.now)
afterAll(() => Promise.all([gateway.close(), chats.upstream.close()]))

/** Counts the turns of the event loop that other requests get until the work is complete. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let isComplete = false
  const other = () => {
    turns += 1
    if (!isComplete) setImmediate(other)
  }
  setImmediate(other)
  await work()
  isComplete = true
  return turns
}

const documents = Array.from({ length: 50 }, (_, place) => `{ __typename } # ${'.'.repeat(1_000)} ${place}`)
const sendAll = () => Promise.all(documents.map((document) => gateway.query(document)))

it('50 long documents that arrive at once are each parsed in a turn of the event loop of their own.', async () => {
  expect(await countTurns(sendAll)).toBeGreaterThanOrEqual(50)
})

it('1,000 entities leave a turn of the event loop to other requests after every 50.', async () => {
  const agents = Array.from({ length: 1_000 }, (_, place) => toAgent(`agent${place}@test.example`))
  expect(await countTurns(() => askEntities(gateway, '... on Agent { email }', agents))).toBeGreaterThanOrEqual(19)
})

it.each<[string, () => Promise<unknown>]>([
  ['resolves', async () => 'list'],
  ['is rejected', () => Promise.reject(new Error('unavailable'))],
])(
  'Of 1,000 reports that wait for the same list, 50 go on in each turn of the event loop when it %s.',
  async (_, read) => {
    const within = createDeadline(60_000)
    const list = read()
    const perTurn: number[] = []
    let isComplete = false
    let continued = 0
    const note = () => {
      perTurn.push(continued)
      continued = 0
      if (!isComplete) setImmediate(note)
    }
    setImmediate(note)
    const count = () => {
      continued += 1
    }
    await Promise.all(Array.from({ length: 1_000 }, () => within(list).then(count, count)))
    isComplete = true
    expect(Math.max(continued, ...perTurn)).toBeLessThanOrEqual(50)
  },
)
