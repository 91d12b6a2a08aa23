import { describe, expect, it } from 'vitest'
import { toRequestFailure } from '../../src/upstream/failure.ts'

const toError = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall })

describe('a connection that the gateway could not open', () => {
  it.each([
    ['EMFILE', 'connect', /^the gateway has too many files and sockets open: .*ulimit -n/],
    ['ENFILE', 'connect', /^the gateway's machine has too many files/],
    ['ENOBUFS', 'connect', /^the gateway's machine has no memory/],
    ['ENOMEM', 'connect', /^the gateway's machine has no memory/],
    ['EADDRNOTAVAIL', 'connect', /^the gateway has no local address or port/],
    ['EMFILE', 'getaddrinfo', /^the gateway has too many files/],
    ['EAI_MEMORY', 'getaddrinfo', /^the gateway's machine has no memory/],
    ['EBUSY', 'getaddrinfo', /^the gateway could not look up a host name \(EBUSY\)/],
  ])('A local failure with %s in %s is no outage of the source, and is retried.', (code, syscall, message) => {
    const failure = toRequestFailure(toError(code, syscall), false, 1_000)
    expect(failure).toMatchObject({ isLocal: true, isOutage: false, isRetryable: true })
    expect(failure.error.gap).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(message) })
    expect(failure.error.message).toContain(`(${code})`)
  })

  it('A local failure with one of several addresses of a host is no outage of the source.', () => {
    const reason = new AggregateError([toError('ECONNREFUSED', 'connect'), toError('EMFILE', 'connect')])
    expect(toRequestFailure(Object.assign(reason, { code: 'ECONNREFUSED' }), false, 1_000).isLocal).toBe(true)
  })

  it.each([
    ['ECONNREFUSED', 'connect'],
    ['ECONNRESET', 'read'],
    ['ENOTFOUND', 'getaddrinfo'],
    ['EAI_AGAIN', 'getaddrinfo'],
  ])('A failure with %s in %s is an outage of the source.', (code, syscall) => {
    const failure = toRequestFailure(toError(code, syscall), false, 1_000)
    expect(failure).toMatchObject({ isOutage: true })
    expect(failure.isLocal).toBeUndefined()
  })
})
