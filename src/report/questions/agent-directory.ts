import { foldCase } from '../port/fold-case.ts'
import type { Loaders } from '../port/loaders.ts'
import type { Source } from '../port/source.ts'

export interface ListedAgent {
  readonly name: string
  readonly sources: ReadonlySet<Source>
}

/** Every agent that a source lists, or listed when it last responded, by case-folded e-mail address. */
export async function readAgentDirectory(
  sources: readonly Source[],
  { listMembers }: Loaders,
): Promise<ReadonlyMap<string, ListedAgent>> {
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
