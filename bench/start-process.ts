import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Usage } from './meter.ts'

export interface StartedProcess {
  readonly urls: readonly string[]
  readonly measure: () => Promise<Usage>
  stop(): Promise<void>
}

/** Runs a script that serves, in a process of its own; resolves once it has written `at http…`. */
export async function startProcess(
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<StartedProcess> {
  const at = (path: string) => new URL(path, import.meta.url).pathname
  const child = fork(at(script), {
    execArgv: [...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []), '--import', at('./meter.js')],
    env: { PATH: process.env.PATH, PORT: '0', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  // Whatever ends the bench ends all that it started.
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  const urls = () => /at (http[^"\n]+)["\n]/.exec(output)?.[1]?.split(' ')
  while (!urls())
    await Promise.race([
      child.stdout && once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${script} ended: ${output}`))),
    ])
  return {
    urls: urls() ?? [],
    async measure() {
      const [[usage]] = await Promise.all([once(child, 'message'), child.send('measure')])
      return usage as Usage
    },
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
