import { expect, it } from 'vitest'
import { startChangingChats } from '../support/changing-chats.ts'
import { startListeningGateway } from '../support/listening-gateway.ts'
import { json } from '../support/raw-upstream.ts'

it('A name that contains HTML is returned unchanged, in a response that browsers do not render.', async () => {
  const name = `<img src=x onerror="alert('1')">`
  const chats = await startChangingChats()
  chats.list = () => json([{ id: 1, login: 'anna@test.example', name }])
  const gateway = await startListeningGateway([chats.source], () => Date.parse('2026-11-20T12:00:00Z'))
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/html, */*' },
    body: JSON.stringify({ query: '{ sources { agents { name } } }' }),
  })
  const answer = await response.json()
  await gateway.close()
  await chats.upstream.close()
  expect(answer.data.sources[0].agents).toEqual([{ name }])
  expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})
