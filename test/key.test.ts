import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createKeyring } from '../src/auth/api-key.ts'
import { allPermissions } from '../src/auth/permission.ts'
import { startScript, stopAll } from './support/start-script.ts'

afterEach(stopAll)

async function run(...args: readonly string[]) {
  const { child, output } = startScript('../src/cli/create-key.ts', {}, args)
  const [code] = await once(child, 'close')
  return { code, text: output.text }
}

describe('npm run key', () => {
  it('shows a key, and the lines by which the gateway knows it', async () => {
    const { code, text } = await run('wallboard')
    expect(code).toBe(0)
    const [key = ''] = /rgw_[\w-]{43}/.exec(text) ?? []
    const { clients } = parse(text.slice(text.indexOf('clients:')))
    expect(clients).toEqual([
      { name: 'wallboard', keyHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), sources: [] },
    ])
    const find = createKeyring([{ ...clients[0], scopes: allPermissions, operationsPerMinute: 1 }])
    expect(find(key)?.name).toBe('wallboard')
  })

  it.each([[[]], [['a b']], [['token:x']]])('needs a name, which %j is not', async (args) => {
    const { code, text } = await run(...args)
    expect({ code, text: text.trim() }).toEqual({
      code: 1,
      text: expect.stringMatching(/^Give the name of the client/),
    })
  })
})
