import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Usage } from './meter.ts'

export interface StartedProcess {
  readonly urls: readonly string[]
  readonly measure: () => Promise<Usage>
  /** Sends a message to the process and waits for its reply. */
  readonly call: (message: string) => Promise<unknown>
  stop(): Promise<void>
}

/** Starts a server script in a process of its own; resolves once it has printed `at http…`. */
export async function startProcess(
  script: string,
  environment: Readonly<Record<string, string>>,
  preload = './meter.js',
): Promise<StartedProcess> {
  const resolve = (path: string) => new URL(path, import.meta.url).pathname
  const child = fork(resolve(script), {
    execArgv: [...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []), '--import', resolve(preload)],
    env: { PATH: process.env.PATH, PORT: '0', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  // The child ends with the bench, even after an uncaught error.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  const urls = () => /at (http[^"\n]+)["\n]/.exec(output)?.[1]?.split(' ')
  while (!urls())
    await Promise.race([
      child.stdout && once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${script} exited: ${output}`))),
    ])
  const call = async (message: string): Promise<unknown> => {
    const [[reply]] = await Promise.all([once(child, 'message'), child.send(message)])
    return reply
  }
  return {
    urls: urls() ?? [],
    call,
    measure: async () => (await call('measure')) as Usage,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
