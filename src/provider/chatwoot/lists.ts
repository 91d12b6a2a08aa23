import { z } from 'zod'
import { parseBody } from '../../http/body.ts'
import type { Edge } from '../../http/edge.ts'
import type { Asker } from '../../report/asker.ts'
import type { Directory } from '../../report/directory.ts'
import type { Member } from '../../report/port.ts'
import { createDirectory, type DirectoryTimes } from '../directory.ts'
import { keyText, membersOf, shownName } from '../list-of.ts'
import { requireDistinct } from '../require-distinct.ts'

const id = z.number().int()
const agents = membersOf(
  z
    .object({ id, email: keyText, name: shownName.nullish() })
    .transform((agent) => ({ ...agent, name: agent.name || agent.email })),
)
const place = z.object({ id, name: shownName.nullish() })
const places = membersOf(place)
// The answer holds secrets of the channels; nothing but these two fields is kept.
const inboxes = z.object({ payload: places }).transform(({ payload }) => payload)
const labels = z.object({ payload: membersOf(z.object({ id, title: keyText })) }).transform(({ payload }) => payload)
const server = z.object({ version: z.string() })

export interface ChatwootAgent {
  readonly id: number
  readonly email: string
  readonly name: string
}

/** The account's lists, each read at most once in `directoryFor` milliseconds. None counts against the report limit. */
export interface ChatwootLists {
  readonly agents: (asker: Asker) => Promise<readonly ChatwootAgent[]>
  readonly labels: (asker: Asker) => Promise<readonly { readonly id: number; readonly title: string }[]>
  readonly directory: Directory
}

const none = async (): Promise<readonly Member[]> => []

export function createLists(edge: Edge, accountId: number, times: DirectoryTimes): ChatwootLists {
  const read = async <T>(name: string, path: string, schema: z.ZodType<T>, asker: Asker) =>
    parseBody(await edge.onBehalfOf(asker, name).readText({ path, isBudgeted: false }), schema)
  const list = <T extends { readonly id: number }>(name: string, schema: z.ZodType<readonly T[]>) =>
    createDirectory(async (asker) => {
      const all = await read(name, `/api/v1/accounts/${accountId}/${name}`, schema, asker)
      return requireDistinct(all, (one) => one.id)
    }, times)
  const [listAgents, listTeams, listInboxes, listLabels] = [
    list('agents', agents),
    list('teams', places),
    list('inboxes', inboxes),
    list('labels', labels),
  ]
  const toMember = ({ id, name }: z.infer<typeof place>): Member => ({ key: String(id), name: name ?? '' })
  return {
    agents: listAgents,
    labels: listLabels,
    directory: {
      agents: async (asker) => (await listAgents(asker)).map(({ email, name }) => ({ key: email, name })),
      teams: async (asker) => (await listTeams(asker)).map(toMember),
      inboxes: async (asker) => (await listInboxes(asker)).map(toMember),
      tags: async (asker) => (await listLabels(asker)).map(({ title }) => ({ key: title, name: title })),
      goals: none,
      greetings: none,
      version: async (asker) => (await read('version', '/api', server, asker)).version,
    },
  }
}
