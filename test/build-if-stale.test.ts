import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '..')
let project: string
const at = (path: string) => join(project, path)

/** A project of one source file that prints `text`, written at `seconds` on the clock. */
function writeSource(text: string, seconds: number): void {
  writeFileSync(at('src/main.ts'), `console.log('${text}' as string)\n`)
  utimesSync(at('src/main.ts'), seconds, seconds)
}

/** A build of an earlier time, which prints `text`. */
function writeBuild(text: string, seconds: number): void {
  mkdirSync(at('dist'))
  writeFileSync(at('dist/main.js'), `console.log('${text}')\n`)
  utimesSync(at('dist/main.js'), seconds, seconds)
}

const removeCompiler = () => rmSync(at('node_modules'))

/** What `npm start` would print, or the error that stops it. */
function start(): string {
  const { status, stderr } = spawnSync(process.execPath, [at('scripts/build-if-stale.mjs')], { encoding: 'utf8' })
  return status === 0 ? spawnSync(process.execPath, [at('dist/main.js')], { encoding: 'utf8' }).stdout.trim() : stderr
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'build-if-stale-'))
  mkdirSync(at('src'))
  cpSync(join(repository, 'scripts'), at('scripts'), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), at('node_modules'))
  const { compilerOptions, include } = JSON.parse(readFileSync(join(repository, 'tsconfig.json'), 'utf8'))
  writeFileSync(at('tsconfig.json'), JSON.stringify({ compilerOptions, include }))
  utimesSync(at('tsconfig.json'), 1_000, 1_000)
  writeSource('current', 1_000)
})

afterEach(() => rmSync(project, { recursive: true }))

describe('the build before npm start', () => {
  it('runs when dist is missing', () => {
    expect(start()).toBe('current')
  })

  it('runs when a source file is newer than dist', () => {
    writeBuild('outdated', 999)
    expect(start()).toBe('current')
  })

  it('does not run when dist is as new as the sources', () => {
    writeBuild('deployed', 1_000)
    expect(start()).toBe('deployed')
  })

  it('does not run when the sources were not deployed', () => {
    writeBuild('deployed', 1_000)
    rmSync(at('src'), { recursive: true })
    expect(start()).toBe('deployed')
  })

  it('does not run without a compiler: dist is started as it is, even if it is older', () => {
    writeBuild('deployed', 999)
    removeCompiler()
    expect(start()).toBe('deployed')
  })

  it('stops with the command to run when both dist and the compiler are missing', () => {
    removeCompiler()
    expect(start()).toContain('npm ci && npm run build')
    expect(existsSync(at('dist'))).toBe(false)
  })
})
