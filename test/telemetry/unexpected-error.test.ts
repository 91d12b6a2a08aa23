import { describe, expect, it, onTestFinished } from 'vitest'
import type { Identity } from '../../src/auth/permission.ts'
import { createGateway } from '../../src/gateway/create-gateway.ts'
import { registry } from '../../src/provider/registry.ts'
import { createEndpoint } from '../../src/server/endpoint.ts'
import { describeError } from '../../src/telemetry/log.ts'
import { schema, toTestConfig } from '../support/gateway.ts'
import { createTestTelemetry } from '../support/telemetry.ts'

/** What is thrown when something does not work. */
function thrownBy(run: () => unknown): unknown {
  try {
    return run()
  } catch (reason) {
    return reason
  }
}

describe('an unexpected error', () => {
  it('An unexpected error is logged with its stack.', () => {
    const described = describeError(thrownBy(() => (undefined as unknown as string[]).at(0)))
    expect(described).toMatchObject({ name: 'TypeError', message: expect.stringContaining('undefined') })
    expect(described.stack[0]).toContain('unexpected-error.test.ts')
  })

  it.each<[string, unknown]>([
    ['JSON that it could not read', thrownBy(() => JSON.parse('s3cret is no JSON'))],
    ['an address with a password', thrownBy(() => new URL('redis//:s3cret@'))],
    ['a message of several lines', new Error('s3cret\n    at s3cret\ns3cret')],
    ['what is no error', 's3cret'],
    ['a cause', new Error('failed', { cause: new Error('s3cret') })],
    ['properties', Object.assign(new Error('failed'), { body: 's3cret', input: 's3cret' })],
  ])('The log of an unexpected error quotes no data: %s.', (_, error) => {
    expect(JSON.stringify(describeError(error))).not.toContain('s3cret')
  })

  it('An unexpected error whose causes are circular is logged.', () => {
    const error = new Error('one')
    error.cause = new Error('other', { cause: error })
    expect(JSON.stringify(describeError(error)).match(/"cause"/g)).toHaveLength(3)
  })

  it('An unexpected error is logged, and the client gets only INTERNAL_SERVER_ERROR.', async () => {
    const lines: string[] = []
    const config = toTestConfig([])
    const gateway = createGateway(config, registry)
    onTestFinished(gateway.close)
    const { fetch } = createEndpoint({
      ...config,
      schema,
      authenticate: gateway.authenticate,
      createContext: (identity: Identity) => ({ ...gateway.createContext(identity), providers: undefined as never }),
      telemetry: createTestTelemetry({ write: (line) => lines.push(line) }),
    })
    const response = await fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ metrics { metric } }' }),
    })
    const answer = await response.text()
    expect(answer).toContain('INTERNAL_SERVER_ERROR')
    expect(answer).not.toContain('undefined')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', msg: 'unexpected error', error: { name: 'TypeError', stack: expect.any(Array) } },
    ])
  })
})
