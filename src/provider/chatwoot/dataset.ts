import type { FilterKind } from '../../report/port/dataset.ts'
import type { MemberDimension } from '../../report/port/member.ts'
import type { SeriesKey } from '../../report/port/series.ts'
import { granularities } from '../../report/time/bucket.ts'
import type { DatasetDefinition } from '../open-datasets.ts'
import type { ChatwootAccount } from './account.ts'

export type ChatwootDataset<Figure extends string> = DatasetDefinition<ChatwootAccount, Figure>

/** Chatwoot's word for each dimension. */
export const words = { AGENT: 'agent', TEAM: 'team', INBOX: 'inbox', TAG: 'label' } as const satisfies Record<
  MemberDimension,
  string
>

export const dimensions: readonly FilterKind[] = ['AGENT', 'TEAM', 'INBOX', 'TAGS']

/** What datasets have in common that `type` and `id` limit to one dimension. */
export const byDimension = {
  filters: dimensions,
  oneOf: dimensions,
  granularities,
  zoneSupport: 'ANY_ZONE',
  // Agents, teams and labels are the current ones of a conversation: a change of assignee changes past figures.
  hasMutableHistory: ({ parameters: { type = '' } }: SeriesKey) => ['agent', 'team', 'label'].includes(type),
} as const

export const currentMembers = 'By team or tag: conversations that have it now.'
