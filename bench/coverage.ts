import { Session } from 'node:inspector/promises'

// Preloaded with --import into the gateway, which counts the functions that run between two messages.
const session = new Session()
session.connect()
await session.post('Profiler.enable')

process.on('message', async (message) => {
  if (message === 'start') await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  // Taking the coverage resets its counters; at the start they include earlier calls.
  const { result } = await session.post('Profiler.takePreciseCoverage')
  process.send?.(message === 'take' ? result : [])
})

process.channel?.unref()
