import { once } from 'node:events'
import type { StartedScript } from './start-script.ts'

/** Runs in the process that is started, which may know no TypeScript yet. */
const tellHeap = `
  import { setFlagsFromString } from 'node:v8'
  import { runInNewContext } from 'node:vm'
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  process.on('SIGUSR2', () => {
    collect()
    console.log('heap of ' + process.memoryUsage().heapUsed + ' bytes')
  })`

/** Makes a Node process print its heap usage on SIGUSR2. */
export const heapOnSignal = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tellHeap)}` }

/** Bytes that such a process holds once all that it does not need has been collected. */
export async function measureHeap({ child, output }: StartedScript): Promise<number> {
  const told = output.text.length
  child.kill('SIGUSR2')
  for (;;) {
    const [, bytes] = /heap of (\d+) bytes\n/.exec(output.text.slice(told)) ?? []
    if (bytes) return Number(bytes)
    if (child.stdout) await once(child.stdout, 'data')
  }
}
