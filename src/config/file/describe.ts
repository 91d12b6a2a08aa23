import { stringify } from 'yaml'
import type { Config, SourceConfig } from '../config.ts'

/** The configuration as YAML for people, with secrets masked. */
export function describeConfig({ sources, redis, access, ...rest }: Config): string {
  const clients = access?.clients.map((client) => ({ ...client, keyHash: masked }))
  return stringify({
    ...rest,
    ...(redis && { redis: { ...redis, url: maskPassword(redis.url) } }),
    ...(access && { access: { ...access, clients } }),
    sources: sources.map(describeSource),
  })
}

const masked = '***'

const unmasked: ReadonlySet<string> = new Set(['id', 'name', 'provider', 'timeZone'])

/** Texts of a provider's settings are masked unless they are listed as open, so that a new secret is never shown. */
const describeSource = (source: SourceConfig): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(source).map(([name, value]) => {
      if (name === 'url') return [name, maskPassword(String(value))]
      return [name, typeof value === 'string' && !unmasked.has(name) ? masked : value]
    }),
  )

const maskPassword = (url: string): string => url.replace(/\/\/[^/]*@/, `//${masked}@`).replace(/\?.*/, `?${masked}`)
