import { z } from 'zod'
import { parseBody } from '../../http/body.ts'
import type { Edge } from '../../http/edge.ts'
import type { Asker } from '../../report/asker.ts'
import type { Directory } from '../../report/directory.ts'
import type { Member } from '../../report/port.ts'
import { createDirectory, type DirectoryTimes } from '../directory.ts'
import { keyText, membersOf, shownName } from '../list-of.ts'
import { requireDistinct } from '../require-distinct.ts'

const numbered = membersOf(z.object({ id: z.number().int(), name: shownName.nullish() }))
const agents = membersOf(z.object({ login: keyText, name: shownName.nullish() }))
const tags = membersOf(z.object({ name: keyText }))

/** The organisation's lists, each read at most once in `directoryFor` milliseconds. */
export function createLists(edge: Edge, times: DirectoryTimes): Directory {
  const read = async <T>(path: string, schema: z.ZodType<T>, asker: Asker) =>
    parseBody(await edge.onBehalfOf(asker, path.slice(1)).readText({ path, isBudgeted: true }), schema)
  const listNumbered = (path: string) =>
    createDirectory(
      async (asker) =>
        requireDistinct(await read(path, numbered, asker), ({ id }) => id).map(
          ({ id, name }): Member => ({ key: String(id), name: name ?? '' }),
        ),
      times,
    )
  const listGroups = listNumbered('/groups')
  return {
    agents: createDirectory(
      async (asker) =>
        requireDistinct(await read('/agents', agents, asker), ({ login }) => login).map(({ login, name }) => ({
          key: login,
          name: name || login,
        })),
      times,
    ),
    // Group 0 is everybody: a filter that changes nothing, and no team.
    teams: async (asker) => (await listGroups(asker)).filter(({ key }) => key !== '0'),
    inboxes: async () => [],
    tags: createDirectory(async (asker) => {
      // Groups may each have a tag of the same name; reports know tags by their names alone.
      const names = new Set((await read('/tags', tags, asker)).map(({ name }) => name))
      return [...names].map((name) => ({ key: name, name }))
    }, times),
    goals: listNumbered('/goals'),
    greetings: listNumbered('/greetings'),
    // There is no call for it; the shortest list shows that LiveChat answers.
    version: async (asker) => {
      await read('/groups', numbered, asker)
      return undefined
    },
  }
}
