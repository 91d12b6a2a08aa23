import { z } from 'zod'
import type { CallContext } from '../../report/port/call-context.ts'
import type { Directory, Member } from '../../report/port/directory.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseJson } from '../../upstream/parse-json.ts'
import { createCachedList, type ListLifetimes } from '../cached-list.ts'
import { keyText, membersOf, requireDistinct, shownName } from '../members.ts'

const numbered = membersOf(z.object({ id: z.number().int(), name: shownName.nullish() }))
const agents = membersOf(z.object({ login: keyText, name: shownName.nullish() }))
const tags = membersOf(z.object({ name: keyText }))

/** The organisation's lists, each cached for `directoryFor` milliseconds. */
export function createLists(client: UpstreamClient, times: ListLifetimes): Directory {
  const read = async <T>(path: string, schema: z.ZodType<T>, callContext: CallContext) =>
    parseJson(await client.withContext(callContext, path.slice(1)).readText({ path, isBudgeted: true }), schema)
  const listNumbered = (path: string) =>
    createCachedList(
      async (callContext) =>
        requireDistinct(await read(path, numbered, callContext), ({ id }) => id).map(
          ({ id, name }): Member => ({ key: String(id), name: name ?? '' }),
        ),
      times,
    )
  const listGroups = listNumbered('/groups')
  return {
    agents: createCachedList(
      async (callContext) =>
        requireDistinct(await read('/agents', agents, callContext), ({ login }) => login).map(({ login, name }) => ({
          key: login,
          name: name || login,
        })),
      times,
    ),
    // Group 0 contains everyone and is not a team.
    teams: async (callContext) => (await listGroups(callContext)).filter(({ key }) => key !== '0'),
    inboxes: async () => [],
    tags: createCachedList(async (callContext) => {
      // Several groups may have a tag of the same name; reports filter by name only.
      const names = new Set((await read('/tags', tags, callContext)).map(({ name }) => name))
      return [...names].map((name) => ({ key: name, name }))
    }, times),
    goals: listNumbered('/goals'),
    greetings: listNumbered('/greetings'),
    // LiveChat does not report a version; a short list shows whether it is reachable.
    version: async (callContext) => {
      await read('/groups', numbered, callContext)
      return undefined
    },
  }
}
