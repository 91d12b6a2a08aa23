import { afterEach, expect } from 'vitest'
import { findSecrets } from './secrets.ts'
import { listOutputs } from './start-script.ts'

/** What this process has written: gateways that tests start within it write there, too. */
const own = { text: '' }

for (const name of ['debug', 'info', 'log', 'warn', 'error'] as const) {
  const write = console[name]
  console[name] = (...parts: unknown[]) => {
    own.text += `${parts.map(String).join(' ')}\n`
    write(...parts)
  }
}

afterEach(() => {
  const told = [own, ...listOutputs()].flatMap(({ text }) => findSecrets(text))
  own.text = ''
  expect(told, 'secrets that a gateway has written').toEqual([])
})
