import { afterAll, afterEach, expect } from 'vitest'
import { findSecrets } from './secrets.ts'
import { listOutputs } from './start-script.ts'

/** What this process has written: gateways that tests start within it write there, too. */
const own = { text: '' }

const restored = (['debug', 'info', 'log', 'warn', 'error'] as const).map((name) => {
  const write = console[name]
  console[name] = (...parts: unknown[]) => {
    own.text += `${parts.map(String).join(' ')}\n`
    write(...parts)
  }
  return () => {
    console[name] = write
  }
})

afterEach(() => {
  const told = [own, ...listOutputs()].flatMap(({ text }) => findSecrets(text))
  own.text = ''
  expect(told, 'secrets that a gateway has written').toEqual([])
})

afterAll(() => {
  for (const restore of restored) restore()
})
