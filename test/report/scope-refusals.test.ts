import { describe, expect, it } from 'vitest'
import { BadArgument } from '../../src/report/port/error.ts'
import type { FilterInput } from '../../src/report/port/filter.ts'
import type { ScopeInput } from '../../src/report/port/scope.ts'
import { askFor } from '../support/scopes.ts'

function refuse(input: Partial<ScopeInput>): BadArgument {
  try {
    askFor(input)
  } catch (error) {
    if (error instanceof BadArgument) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const refuseFilter = (filter: FilterInput) => refuse({ filter })

describe('a time zone', () => {
  it.each([
    ['Mars/Olympus_Mons', 'use an IANA name such as Europe/Warsaw, or UTC'],
    ['IST', 'use an IANA name such as Europe/Warsaw, or UTC'],
    [
      '+05:30',
      'an offset has no DST rules; use an IANA name such as Asia/Kolkata, or Etc/GMT-5 for the fixed offset +05:00',
    ],
    [
      'GMT+5',
      'an offset has no DST rules; use an IANA name such as Asia/Kolkata, or Etc/GMT-5 for the fixed offset +05:00',
    ],
    ['browser', "send the browser's zone, Intl.DateTimeFormat().resolvedOptions().timeZone, such as Europe/Warsaw"],
    ['', 'use an IANA name such as Europe/Warsaw, or UTC'],
    ['EUROPE/WARSAW ', 'did you mean Europe/Warsaw?'],
  ])('%j is rejected with a hint: %s', (timeZone, hint) => {
    const { argument, message } = refuse({ timeZone })

    expect(argument).toBe('scope.timeZone')
    expect(message).toBe(`scope.timeZone: ${JSON.stringify(timeZone)} is not a time zone; ${hint}`)
  })

  it('is truncated to 80 characters in the error', () => {
    expect(refuse({ timeZone: 'x'.repeat(5000) }).message).toContain(`"${'x'.repeat(80)}" is not a time zone`)
  })
})

describe.each(['team', 'inbox', 'goal', 'greeting'] as const)('the id of a %s', (name) => {
  it.each([
    '1/../../evil',
    'support:1/../../evil',
    'support:1?x=y#',
    'support:a&b=c',
    'support:1\r\nX-Evil: 1',
    'support:1\n',
    'support:１２',
    'support:%2f',
    'support:1.0',
    'support:-1',
    'support: 1',
    'support:0x1',
    'support:1e3',
    'support:',
    'support:team:',
    'support:tag:3',
    'support:Team:3',
    'support:team:1?x=y#',
    'support:inbox:1\n',
    'support',
    ':1',
    'sup:port:1',
    `support:${'9'.repeat(19)}`,
    '3',
    '',
  ])('%j is rejected because its form is wrong', (text) => {
    const { argument, message } = refuseFilter({ [name]: text })

    expect(argument).toBe(`scope.filter.${name}`)
    expect(message).toBe(
      `scope.filter.${name}: ${JSON.stringify(text)} is not an id of the form <source id>:${name}:<number>, such as support:${name}:3`,
    )
  })

  it('is rejected in the old form, and the error shows the right one', () => {
    expect(refuseFilter({ [name]: 'sales:7' }).message).toBe(
      `scope.filter.${name}: "sales:7" lacks the kind of the id; use sales:${name}:7`,
    )
  })

  it.each(['team', 'inbox', 'goal', 'greeting'].filter((kind) => kind !== name))(
    'is rejected if it is the id of another kind: %s',
    (kind) => {
      expect(refuseFilter({ [name]: `sales:${kind}:7` }).message).toBe(
        `scope.filter.${name}: "sales:${kind}:7" is not the id of a ${name}, which is such as sales:${name}:7`,
      )
    },
  )

  it.each(['chatwoot', 'Support', ' support', '__proto__', '../support'])(
    'is rejected if it names no source: %j',
    (source) => {
      const text = `${source}:${name}:3`

      expect(refuseFilter({ [name]: text }).message).toBe(
        `scope.filter.${name}: unknown source ${JSON.stringify(source)}; available: support, sales`,
      )
    },
  )
})

describe('sources', () => {
  it.each([
    ['an empty list', [], 'is empty; name at least one source, or omit it to include all sources'],
    ['an unknown one', ['support', 'marketing'], 'unknown source "marketing"; available: support, sales'],
    ['another spelling', ['Support'], 'unknown source "Support"; available: support, sales'],
  ])('rejects %s', (_, sources, expected) => {
    expect(refuseFilter({ sources }).message).toBe(`scope.filter.sources: ${expected}`)
  })
})

describe('an agent', () => {
  it.each([
    'anna',
    '@x',
    'anna@',
    'anna@x@y',
    'anna @x',
    'anna@x\n',
    'anna@x\r\nX-Evil: 1',
    'an\u0000na@x',
    'anna@x\u0085',
    'anna@x\u2028',
    '',
    `${'a'.repeat(253)}@x`,
  ])('is not identified by %j', (agentEmail) => {
    const { argument, message } = refuseFilter({ agentEmail })

    expect(argument).toBe('scope.filter.agentEmail')
    expect(message).toBe(
      `scope.filter.agentEmail: ${JSON.stringify(agentEmail.slice(0, 80))} is not an e-mail address such as ewa@example.com`,
    )
  })
})

describe('tags', () => {
  it('rejects an empty list', () => {
    expect(refuseFilter({ tags: [] }).message).toBe('scope.filter.tags: is empty; name one tag, or omit it')
  })

  it.each(['', ' ', 'new\nline', 'nul\u0000', 'x'.repeat(201)])('rejects %j', (tag) => {
    expect(refuseFilter({ tags: ['vip', tag] }).message).toBe(
      `scope.filter.tags: ${JSON.stringify(tag.slice(0, 80))} is not a tag name; use 1 to 200 characters without control characters`,
    )
  })
})
