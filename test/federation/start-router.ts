import { type StartedServer, startServer } from '../support/start-script.ts'

/** A router's process in front of these subgraphs, by their names in the graph. */
export const startRouter = (subgraphs: Readonly<Record<string, StartedServer>>): Promise<StartedServer> =>
  startServer(
    'federation/serve-router.ts',
    {},
    Object.entries(subgraphs).map(([name, { url }]) => `${name}=${url}`),
  )

/** The process of a subgraph that is not the gateway's. */
export const startSubgraph = (name: 'employees' | 'finance'): Promise<StartedServer> =>
  startServer('federation/serve-subgraph.ts', {}, [name])
