import { addFilteredReport, defineNamedEntity } from './named-entity.ts'

export const InboxRef = defineNamedEntity(
  'Inbox',
  'inboxes',
  'A Chatwoot inbox: one channel through which customers send messages.',
)

addFilteredReport(InboxRef, 'inbox')
