import { z } from 'zod'
import type { CallContext } from '../../report/port/call-context.ts'
import type { Directory, Member } from '../../report/port/directory.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { parseJson } from '../../upstream/parse-json.ts'
import { createCachedList, type ListLifetimes } from '../cached-list.ts'
import { keyText, membersOf, requireDistinct, shownName } from '../members.ts'

const id = z.number().int()
const agents = membersOf(
  z
    .object({ id, email: keyText, name: shownName.nullish() })
    .transform((agent) => ({ ...agent, name: agent.name || agent.email })),
)
const named = z.object({ id, name: shownName.nullish() })
const namedList = membersOf(named)
// The response contains secrets of the channels; only these two fields are kept.
const inboxes = z.object({ payload: namedList }).transform(({ payload }) => payload)
const labels = z.object({ payload: membersOf(z.object({ id, title: keyText })) }).transform(({ payload }) => payload)
const server = z.object({ version: z.string() })

export interface ChatwootAgent {
  readonly id: number
  readonly email: string
  readonly name: string
}

/** The account's lists, each cached for `directoryFor` milliseconds. None counts against the report limit. */
export interface ChatwootLists {
  readonly agents: (callContext: CallContext) => Promise<readonly ChatwootAgent[]>
  readonly labels: (callContext: CallContext) => Promise<readonly { readonly id: number; readonly title: string }[]>
  readonly directory: Directory
}

const none = async (): Promise<readonly Member[]> => []

export function createLists(client: UpstreamClient, accountId: number, times: ListLifetimes): ChatwootLists {
  const read = async <T>(name: string, path: string, schema: z.ZodType<T>, callContext: CallContext) =>
    parseJson(await client.withContext(callContext, name).readText({ path, isBudgeted: false }), schema)
  const list = <T extends { readonly id: number }>(name: string, schema: z.ZodType<readonly T[]>) =>
    createCachedList(async (callContext) => {
      const all = await read(name, `/api/v1/accounts/${accountId}/${name}`, schema, callContext)
      return requireDistinct(all, (one) => one.id)
    }, times)
  const [listAgents, listTeams, listInboxes, listLabels] = [
    list('agents', agents),
    list('teams', namedList),
    list('inboxes', inboxes),
    list('labels', labels),
  ]
  const toMember = ({ id, name }: z.infer<typeof named>): Member => ({ key: String(id), name: name ?? '' })
  return {
    agents: listAgents,
    labels: listLabels,
    directory: {
      agents: async (callContext) => (await listAgents(callContext)).map(({ email, name }) => ({ key: email, name })),
      teams: async (callContext) => (await listTeams(callContext)).map(toMember),
      inboxes: async (callContext) => (await listInboxes(callContext)).map(toMember),
      tags: async (callContext) => (await listLabels(callContext)).map(({ title }) => ({ key: title, name: title })),
      goals: none,
      greetings: none,
      version: async (callContext) => (await read('version', '/api', server, callContext)).version,
    },
  }
}
