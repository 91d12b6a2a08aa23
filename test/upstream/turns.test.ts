import { describe, expect, it } from 'vitest'
import { createFairQueue, type Position } from '../../src/upstream/queue/fair-queue.ts'

interface Named extends Position {
  readonly name: string
}

const reads = new Map<string, object>()
let arrived = 0

/** `ann/report#3` is the third call of Ann's read that she calls report. */
function call(name: string, since = 0): Named {
  const [read = ''] = name.split('#')
  const [caller = ''] = read.split('/')
  if (!reads.has(read)) reads.set(read, {})
  arrived += 1
  return { name, caller, read: reads.get(read) ?? {}, since, number: arrived, isBudgeted: true }
}

const callsOf = (read: string, count: number, since = 0): Named[] =>
  Array.from({ length: count }, (_, index) => call(`${read}#${index + 1}`, since))

function wait(...calls: readonly Named[]) {
  const turns = createFairQueue<Named>()
  for (const one of calls) turns.add(one)
  return turns
}

const nextOf = (turns: ReturnType<typeof wait>): string => {
  const next = turns.first([true, false])
  if (next) turns.take(next)
  return next?.name ?? 'nobody'
}

const listNames = (turns: ReturnType<typeof wait>) => turns.listInOrder(true).map(({ name }) => name)

describe('callers', () => {
  it('Calls of clients alternate, however many calls one of them has.', () => {
    const turns = wait(...callsOf('ann/year', 200), ...callsOf('bob/day', 2), ...callsOf('eve/day', 1))

    expect(listNames(turns).slice(0, 7)).toEqual([
      'ann/year#1',
      'bob/day#1',
      'eve/day#1',
      'ann/year#2',
      'bob/day#2',
      'ann/year#3',
      'ann/year#4',
    ])
  })

  it('Calls are sent in the order of listInOrder.', () => {
    const turns = wait(...callsOf('ann/year', 5), ...callsOf('bob/day', 3), ...callsOf('eve/day', 1))
    const told = listNames(turns)

    expect(told.map(() => nextOf(turns))).toEqual(told)
    expect([turns.size, nextOf(turns)]).toEqual([0, 'nobody'])
  })

  it('Clients that arrive all the time do not delay a waiting one.', () => {
    const turns = wait(...callsOf('ann/year', 3))
    const sent = ['bob', 'eve', 'joe', 'sue'].map((newcomer) => {
      turns.add(call(`${newcomer}/day#1`))
      return nextOf(turns)
    })

    expect(sent).toEqual(['ann/year#1', 'bob/day#1', 'ann/year#2', 'eve/day#1'])
  })
})

describe('the reads of one client', () => {
  it('Small reads are sent first.', () => {
    const turns = wait(...callsOf('ann/year', 3), ...callsOf('ann/month', 2), ...callsOf('ann/day', 1))

    expect(listNames(turns)).toEqual([
      'ann/day#1',
      'ann/month#1',
      'ann/month#2',
      'ann/year#1',
      'ann/year#2',
      'ann/year#3',
    ])
  })

  it('The order of reads depends on their remaining calls.', () => {
    const turns = wait(...callsOf('ann/year', 3))
    const begun = [nextOf(turns), nextOf(turns)]
    for (const one of callsOf('ann/month', 2)) turns.add(one)

    expect([...begun, ...listNames(turns)]).toEqual([
      'ann/year#1',
      'ann/year#2',
      'ann/year#3',
      'ann/month#1',
      'ann/month#2',
    ])
  })

  it('Reads of equal size are sent in the order of their arrival.', () => {
    const turns = wait(...callsOf('ann/first', 2), ...callsOf('ann/second', 2))

    expect(listNames(turns)).toEqual(['ann/first#1', 'ann/first#2', 'ann/second#1', 'ann/second#2'])
  })

  it('A large read that has waited is sent before small ones that arrive later.', () => {
    const turns = wait(...callsOf('ann/year', 30), call('ann/soon#1', 2_800), call('ann/late#1', 3_000))

    expect(listNames(turns).filter((name) => !name.startsWith('ann/year'))).toEqual(['ann/soon#1', 'ann/late#1'])
    expect(listNames(turns).at(0)).toBe('ann/soon#1')
    expect(listNames(turns).at(-1)).toBe('ann/late#1')
  })
})

it('The queue counts the calls of each client, without those that are cancelled.', () => {
  const [leaver = call('x'), ...others] = callsOf('ann/year', 3)
  const turns = wait(leaver, ...others, call('bob/day#1'))

  expect([turns.delete(leaver), turns.delete(leaver)]).toEqual([true, false])
  expect([...turns.countByCaller()]).toEqual([
    ['ann', 2],
    ['bob', 1],
  ])
})
