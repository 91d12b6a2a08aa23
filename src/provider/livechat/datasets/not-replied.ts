import { type LiveChatDataset, toParameters } from '../dataset.ts'
import { counter } from '../parse-report.ts'
import { report } from './report.ts'

/** LiveChat's documentation names these filters in the plural, its example in the singular: both are sent. */
const plurals = { agent: 'agents[]', group: 'groups[]' } as const

/** Chats in which no agent sent a message. */
export const notReplied: LiveChatDataset<'chats'> = {
  ...report('chats/not_replied_chats', { chats: counter('not_replied') }, ['AGENT', 'TEAM', 'TAGS']),
  async toParameters(filter, account, callContext) {
    const parameters = await toParameters(filter, account, callContext)
    const { agent, group } = parameters
    return {
      ...parameters,
      ...(agent !== undefined && { [plurals.agent]: agent }),
      ...(group !== undefined && { [plurals.group]: group }),
    }
  },
}
