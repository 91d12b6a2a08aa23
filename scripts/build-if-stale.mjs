import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Runs before `npm start`: builds only when dist is missing or older than its sources. A production install has no
 * compiler and runs the dist that it was deployed with. Plain JavaScript, because Node 20 does not run TypeScript.
 */
const root = join(import.meta.dirname, '..')
const built = join(root, 'dist/main.js')
const compiler = join(root, 'node_modules/typescript/bin/tsc')
const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

const sources = existsSync(join(root, 'src')) ? readdirSync(join(root, 'src'), { recursive: true }) : []
const inputs = ['tsconfig.json', ...sources.map((name) => join('src', name))]
const isStale = inputs.some((name) => modifiedAt(join(root, name)) > modifiedAt(built))

if (isStale && existsSync(compiler)) {
  execFileSync(process.execPath, [compiler, '--noCheck'], { cwd: root, stdio: 'inherit' })
} else if (!existsSync(built)) {
  console.error('dist/main.js is missing, and TypeScript is not installed: run `npm ci && npm run build` first.')
  process.exitCode = 1
}
