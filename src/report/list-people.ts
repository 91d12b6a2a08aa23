import { foldCase } from './fold-case.ts'
import type { Source } from './port.ts'
import type { Upstream } from './upstream.ts'

export interface ListedPerson {
  readonly name: string
  readonly sources: ReadonlySet<Source>
}

/** Every agent that a source lists, or listed when it last responded, by case-folded e-mail address. */
export async function listPeople(
  sources: readonly Source[],
  { listMembers }: Upstream,
): Promise<ReadonlyMap<string, ListedPerson>> {
  const people = new Map<string, { readonly name: string; readonly sources: Set<Source> }>()
  const listed = await Promise.all(sources.map((source) => listMembers(source, 'agents').catch(() => undefined)))
  for (const [index, source] of sources.entries())
    for (const { key, name } of listed[index]?.members ?? []) {
      const person = people.get(foldCase(key)) ?? { name, sources: new Set() }
      person.sources.add(source)
      people.set(foldCase(key), person)
    }
  return people
}
