import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toConfiguration } from './accounts.ts'
import { type StartedProcess, startProcess } from './start-process.ts'

/** Starts the gateway with `pairs` accounts of each provider. */
export async function startGateway(upstream: string, pairs: number, preload?: string): Promise<StartedProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const path = join(folder, 'gateway.json')
  writeFileSync(path, JSON.stringify(toConfiguration(upstream, pairs)))
  const started = await startProcess('../src/main.js', { GATEWAY_CONFIG: path, DEADLINE_MS: '60000' }, preload)
  rmSync(folder, { recursive: true })
  return started
}

export const startPlain = (upstream: string) => startProcess('./plain-client.js', { UPSTREAM_URL: upstream })

export const startNaive = (upstream: string) => startProcess('./naive-server.js', { UPSTREAM_URL: upstream })
