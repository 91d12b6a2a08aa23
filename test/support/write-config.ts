import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A configuration file, which any YAML reader takes as JSON. */
export function writeConfig(settings: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'gateway-')), 'gateway.yaml')
  writeFileSync(path, JSON.stringify(settings))
  return path
}
