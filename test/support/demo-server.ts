import { startInventedDemo } from './invented.ts'
import { type ListeningGateway, startListeningGateway } from './listening-gateway.ts'

/** The gateway over the demo, served over HTTP, with a fixed clock and without the rate limit of LiveChat. */
export async function startDemoServer(now: number): Promise<ListeningGateway> {
  const clock = () => now
  const demo = await startInventedDemo(clock)
  const sources = demo.sources.map((source) => ({ ...source, burst: 1_000_000 }))
  const gateway = await startListeningGateway(sources, clock, { deadline: 60_000 })
  return {
    ...gateway,
    close: async () => {
      await Promise.all([gateway.close(), demo.close()])
    },
  }
}
