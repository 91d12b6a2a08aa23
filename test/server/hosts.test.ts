import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { defaultServing } from '../../src/config/serving.ts'
import { createClient, toAccess } from '../support/clients.ts'
import { chatwootSource } from '../support/gateway.ts'
import { type ListeningGateway, startListeningGateway } from '../support/listening-gateway.ts'
import { sendRaw } from '../support/raw-request.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
/** Never called. */
const source = chatwootSource('http://127.0.0.1:9')
const client = createClient('wallboard', [source.id])
const started: ListeningGateway[] = []

async function start(allowedHosts?: readonly string[], settings: Partial<Config> = {}): Promise<string> {
  const serving = { ...defaultServing, allowedHosts }
  const gateway = await startListeningGateway([source], () => now, { isProduction: false, serving, ...settings })
  started.push(gateway)
  return gateway.url
}

let open: string
let listed: string
let authenticated: string
let authenticatedAndListed: string

beforeAll(async () => {
  const hosts = ['reports.example.com', '192.0.2.7', '[2001:db8::7]']
  open = await start()
  listed = await start(hosts)
  authenticated = await start(undefined, toAccess(client))
  authenticatedAndListed = await start(hosts, toAccess(client))
})

afterAll(() => Promise.all(started.map((gateway) => gateway.close())))

interface Sent {
  readonly path?: string
  readonly version?: string
  readonly headers?: readonly string[]
}

/** Sends a GET for this host, or without a Host header, and returns the whole response. */
function get(url: string, host: string | undefined, { path, version = '1.1', headers = [] }: Sent = {}) {
  const hostLine = host === undefined ? [] : [`Host: ${host}`]
  const head = [`GET ${path ?? '/graphql?query={__typename}'} HTTP/${version}`, ...hostLine, ...headers]
  return sendRaw(url, [...head, 'Connection: close', '\r\n'].join('\r\n'))
}

const toStatus = (response: string) => Number(response.split(' ')[1])
/** The body, without the lengths of its chunks. */
const toBody = (response: string) => JSON.parse(/^\{.*\}$/m.exec(response)?.[0] ?? '')
const withKey = { headers: [`Authorization: Bearer ${client.key}`] }

describe('a gateway without authentication', () => {
  it.each([
    'localhost',
    'localhost:4000',
    'LOCALHOST:4000',
    'localhost.',
    'localhost.:4000',
    'reports.localhost',
    '127.0.0.1',
    '127.0.0.1:4000',
    '127.1.2.3',
    '[::1]',
    '[::1]:4000',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
  ])('A gateway without authentication accepts the Host %s.', async (host) => {
    expect(toStatus(await get(open, host))).toBe(200)
    expect(toStatus(await get(listed, host))).toBe(200)
  })

  it.each([
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    'evil-localhost',
    'notlocalhost',
    '127.0.0.1.evil.example',
    '128.0.0.1',
    '0.0.0.0',
    '192.0.2.1',
    '[2001:db8::1]',
    '[::2]',
    '[::ffff:192.0.2.1]',
    'reports.example.com.evil.example',
    '.',
  ])(
    'A gateway without authentication rejects the Host %s with 421, and names it and what to send instead.',
    async (host) => {
      for (const url of [open, listed]) {
        const response = await get(url, host, { headers: [`Origin: http://${host}`] })
        expect(toStatus(response)).toBe(421)
        expect(toBody(response)).toEqual({
          errors: [
            {
              message: `the Host header "${host}" is not accepted: send localhost, another loopback name, or a host listed in the setting allowedHosts`,
              extensions: { code: 'MISDIRECTED_REQUEST' },
            },
          ],
        })
      }
    },
  )

  it('An error quotes up to 100 characters of a Host.', async () => {
    const response = await get(open, `${'a.'.repeat(2_000)}example`)
    expect(toStatus(response)).toBe(421)
    expect(toBody(response).errors[0].message.length).toBeLessThan(300)
  })

  it('An operation for another Host is rejected before its body arrives.', async () => {
    const head = 'POST /graphql HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\nContent-Length: 900'
    expect(toStatus(await sendRaw(open, `${head}\r\n\r\n`))).toBe(421)
  })

  it('A gateway without authentication rejects an HTTP/1.0 request without a Host header.', async () => {
    const response = await get(open, undefined, { version: '1.0' })
    expect(toStatus(response)).toBe(421)
    expect(toBody(response).errors[0].message).toContain('the request has no Host header')
  })

  it.each(['localhost/@evil.example', 'evil.example@localhost', 'localhost?', 'http://localhost', 'localhost:port'])(
    'The malformed Host %s is rejected with 400.',
    async (host) => {
      expect(toStatus(await get(open, host))).toBe(400)
    },
  )

  it.each(['REPORTS.example.com:8443', 'reports.example.com.', '192.0.2.7:4000', '[2001:DB8:0::7]:4000'])(
    'The Host %s is accepted if allowedHosts lists it, in any notation.',
    async (host) => {
      expect(toStatus(await get(open, host))).toBe(421)
      expect(toStatus(await get(listed, host))).toBe(200)
    },
  )
})

describe('a gateway with authentication', () => {
  it.each(['reports.example.com', '10.1.2.3:4000', 'evil.example'])(
    'A gateway with authentication accepts the Host %s without allowedHosts.',
    async (host) => {
      expect(toStatus(await get(authenticated, host, withKey))).toBe(200)
    },
  )

  it('A gateway with authentication accepts an HTTP/1.0 request without a Host header.', async () => {
    expect(toStatus(await get(authenticated, undefined, { ...withKey, version: '1.0' }))).toBe(200)
  })

  it('With allowedHosts, a gateway with authentication accepts only listed hosts and loopback names.', async () => {
    const ask = async (host: string) => toStatus(await get(authenticatedAndListed, host, withKey))
    expect(await ask('reports.example.com')).toBe(200)
    expect(await ask('localhost')).toBe(200)
    expect(await ask('evil.example')).toBe(421)
    expect(await ask('10.1.2.3')).toBe(421)
  })
})

describe('health checks and metrics', () => {
  const urls = () => [open, listed, authenticated, authenticatedAndListed]

  it.each(['evil.example', '10.1.2.3:4000', '[2001:db8::1]'])(
    'Health checks are served for the Host %s.',
    async (host) => {
      for (const url of urls())
        for (const path of ['/health/live', '/health/ready']) expect(toStatus(await get(url, host, { path }))).toBe(200)
    },
  )

  it('Health checks are served for an HTTP/1.0 request without a Host header.', async () => {
    for (const url of urls())
      expect(toStatus(await get(url, undefined, { path: '/health/live', version: '1.0' }))).toBe(200)
  })

  it('Metrics are served for any IP address as Host, but not for an unknown name.', async () => {
    const path = '/metrics'
    for (const host of ['10.1.2.3:4000', '[2001:db8::1]', 'localhost'])
      expect(toStatus(await get(open, host, { path }))).toBe(200)
    expect(toStatus(await get(open, 'evil.example', { path }))).toBe(421)
    expect(toStatus(await get(authenticated, 'evil.example', { path }))).toBe(200)
  })
})
