import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Builds as `npm start` does, once for all tests that start the gateway as a process of its own. */
export default function build(): void {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noCheck'], { cwd: root })
}
