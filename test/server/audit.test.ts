import { auditServer } from 'graphql-http'
import { describe, expect, it } from 'vitest'
import { defaultServing } from '../../src/config/serving.ts'
import { startListeningGateway } from '../support/listening-gateway.ts'

async function audit(isProduction: boolean, serving = defaultServing, fetchFn = fetch) {
  const gateway = await startListeningGateway([], () => Date.parse('2026-11-20T12:00:00Z'), { isProduction, serving })
  const results = await auditServer({ url: gateway.url, fetchFn })
  await gateway.close()
  const failed = results.filter(({ status }) => status !== 'ok')
  return { count: results.length, failed: failed.map(({ id, name, status }) => `${id} ${status}: ${name}`) }
}

describe('the GraphQL-over-HTTP audit', () => {
  it('The gateway passes the GraphQL-over-HTTP audit in development.', async () => {
    expect(await audit(false)).toEqual({ count: 61, failed: [] })
  })

  it('The gateway passes the audit in production, except for GET without a header and introspection with variables.', async () => {
    const { count, failed } = await audit(true)
    expect(count).toBe(61)
    expect(failed).toEqual([
      '5A70 notice: MAY accept application/x-www-form-urlencoded formatted GET requests',
      '2EA1 warn: SHOULD allow map {variables} parameter when accepting application/graphql-response+json',
      '28B9 error: MUST allow map {variables} parameter when accepting application/json',
      'D6D5 notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
      '6A70 notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
    ])
  })

  it('The gateway passes the audit in production if introspection is enabled and GET requests have the header.', async () => {
    const introspection = { ...defaultServing, introspection: true }
    const withHeader: typeof fetch = (url, { headers, ...rest } = {}) =>
      fetch(url, { ...rest, headers: { ...(headers as Record<string, string>), 'apollo-require-preflight': '1' } })
    expect(await audit(true, introspection, withHeader)).toEqual({ count: 61, failed: [] })
  })
})
