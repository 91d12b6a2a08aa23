import { afterAll, afterEach, expect } from 'vitest'
import { findSecrets } from './secrets.ts'
import { noteWritten, takeWritten } from './written.ts'

// Gateways that tests start within this process write to the console, too.
const restored = (['debug', 'info', 'log', 'warn', 'error'] as const).map((name) => {
  const write = console[name]
  console[name] = (...parts: unknown[]) => {
    noteWritten(`${parts.map(String).join(' ')}\n`)
    write(...parts)
  }
  return () => {
    console[name] = write
  }
})

const expectNoSecret = () => expect(findSecrets(takeWritten()), 'secrets that a gateway has written').toEqual([])

afterEach(expectNoSecret)

afterAll(() => {
  for (const restore of restored) restore()
  expectNoSecret()
})
