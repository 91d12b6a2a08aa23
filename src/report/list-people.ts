import type { Source } from './port.ts'
import type { Upstream } from './upstream.ts'

export interface ListedPerson {
  readonly name: string
  readonly sources: readonly Source[]
}

/** Everyone whom sources list, or did when they last answered, by e-mail address in lower case. */
export async function listPeople(
  sources: readonly Source[],
  { listMembers }: Upstream,
): Promise<ReadonlyMap<string, ListedPerson>> {
  const people = new Map<string, ListedPerson>()
  const listed = await Promise.all(sources.map((source) => listMembers(source, 'agents').catch(() => undefined)))
  for (const [index, source] of sources.entries())
    for (const { key, name } of listed[index]?.members ?? []) {
      const known = people.get(key.toLowerCase())
      people.set(key.toLowerCase(), { name: known?.name ?? name, sources: [...(known?.sources ?? []), source] })
    }
  return people
}
