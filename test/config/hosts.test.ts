import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { isLoopback } from '../../src/config/machine/addresses.ts'
import { registry } from '../../src/provider/registry.ts'

const readHosts = (hosts: string) =>
  readConfig({ GATEWAY_CONFIG: 'f' }, () => `allowedHosts: [${hosts}]`, registry).serving.allowedHosts

describe('the setting allowedHosts', () => {
  it.each([
    ['reports.example.com', 'reports.example.com'],
    ['Reports.Example.COM.', 'reports.example.com'],
    ['192.0.2.7', '192.0.2.7'],
    ['"2001:DB8::7"', '[2001:db8::7]'],
    ['"[2001:db8:0::7]"', '[2001:db8::7]'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('allowedHosts reads %s as %s.', (written, expected) => {
    expect(readHosts(written)).toEqual([expected])
  })

  it('allowedHosts has no default.', () => {
    expect(readConfig({}, String, registry).serving.allowedHosts).toBeUndefined()
  })

  it.each([
    '"https://reports.example.com"',
    '"reports.example.com:443"',
    'reports.example.com/graphql',
    '"*:80"',
    '"*.example.com"',
    '""',
  ])('allowedHosts rejects %s, which is more than a host.', (written) => {
    expect(() => readHosts(written)).toThrow(
      'allowedHosts.0: must be a host name or address without scheme, port, path and wildcard, such as reports.example.com',
    )
  })
})

describe('loopback', () => {
  it.each(['localhost', '127.0.0.1', '127.255.1.2', '::1', '[::1]', '::ffff:127.0.0.1'])(
    '%s is a loopback host.',
    (host) => {
      expect(isLoopback(host)).toBe(true)
    },
  )

  it.each(['128.0.0.1', '0.0.0.0', '::', '::2', '::ffff:10.0.0.1', 'localhost.example', '127.0.0.1.example', ''])(
    '%j is not a loopback host.',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )
})
