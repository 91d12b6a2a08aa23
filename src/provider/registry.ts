import { readdirSync } from 'node:fs'
import { extname } from 'node:path'
import type { ProviderDefinition } from './define-provider.ts'

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

async function load(folder: string): Promise<ProviderDefinition> {
  const { default: entry }: { readonly default: ProviderDefinition } = await import(
    /* @vite-ignore */ `./${folder}/index${extname(import.meta.url)}`
  )
  return entry
}

/** Every provider by its name in the configuration, which is that of its folder beside this file. */
export const registry: ReadonlyMap<string, ProviderDefinition> = new Map(
  await Promise.all(folders.map(async (folder) => [folder, await load(folder)] as const)),
)
