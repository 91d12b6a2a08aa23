import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { keepSecret } from './secrets.ts'
import { noteWritten } from './written.ts'

export interface StartedScript {
  readonly child: ChildProcess
  /** All that it has written. */
  readonly output: { text: string }
}

export interface StartedServer extends StartedScript {
  readonly url: string
}

const started: ChildProcess[] = []

/** Names of variables that hold secrets. */
const isSecret = (name: string): boolean => /_(TOKEN|KEY|PASSWORD)$/.test(name)

/** The gateway's own as it was built, as operators run it; those of the tests as they are written. */
function toArguments(path: string): readonly string[] {
  const isBuilt = path.startsWith('../src/')
  const script = isBuilt ? path.replace('../src/', '../dist/').replace(/ts$/, 'js') : path
  const file = new URL(script, new URL('../', import.meta.url)).pathname
  return isBuilt ? [file] : ['--import', 'tsx', file]
}

/** The command prefix that limits how many open files and sockets the command after it may have. */
const limitTo = (openFiles: number | undefined): readonly string[] =>
  openFiles === undefined ? [] : ['sh', '-c', `ulimit -n ${openFiles} && exec "$@"`, 'sh']

interface ScriptOptions {
  /** The limit of open files and sockets. */
  readonly openFiles?: number
  /** The working directory. */
  readonly cwd?: string
}

/** Runs a script, named by its path from test/, in a process of its own, with this environment and no other. */
export function startScript(
  path: string,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  { openFiles, cwd }: ScriptOptions = {},
): StartedScript {
  for (const [name, value] of Object.entries(environment)) if (isSecret(name)) keepSecret(value)
  const { PATH, LOG_LEVEL = 'debug' } = process.env
  const [command = '', ...rest] = [...limitTo(openFiles), process.execPath, ...toArguments(path), ...args]
  const child = spawn(command, rest, {
    env: { PATH, PORT: '0', LOG_LEVEL, ...environment },
    ...(cwd !== undefined && { cwd }),
  })
  started.push(child)
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output.text += chunk))
    createInterface(stream).on('line', (line) => noteWritten(`${line}\n`))
  }
  return { child, output }
}

/** The same for one that serves; resolves with its address once it has written `at http…`. */
export async function startServer(...script: Parameters<typeof startScript>): Promise<StartedServer> {
  const { child, output } = startScript(...script)
  for (;;) {
    const [, url] = /at (http[^\s"]+)[\n"]/.exec(output.text) ?? []
    if (url) return { child, output, url }
    await Promise.race([
      child.stdout && once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error(output.text))),
    ])
  }
}

/** Ends one, and waits until it has. */
export async function stop({ child }: StartedScript): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Ends all that were started. */
export const stopAll = (): void => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
}
