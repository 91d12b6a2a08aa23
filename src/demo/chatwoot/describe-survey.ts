import { describeAgent } from './lists.ts'
import type { RowIndex } from './row-index.ts'
import type { SurveyResponse } from './rows.ts'
import type { RubyValue } from './ruby-json.ts'

/** A survey response with its customer and, if the conversation was assigned, its agent. */
export function describeSurvey(response: SurveyResponse, index: RowIndex, accountId: number): RubyValue {
  const { agentId } = response
  return {
    id: response.id,
    rating: response.rating,
    feedback_message: response.feedback,
    csat_review_notes: null,
    review_notes_updated_at: null,
    account_id: accountId,
    message_id: response.messageId,
    contact: describeContact(response.contactId, index.conversationOf(response)?.createdAt ?? response.createdAt),
    conversation_id: response.conversationId,
    ...(agentId !== null && { assigned_agent: describeAssignee(agentId, index, accountId) }),
    created_at: response.createdAt,
  }
}

/** The rows contain only the ids of customers, so the other fields are made up. */
const describeContact = (id: number, createdAt: number): RubyValue => ({
  additional_attributes: {},
  availability_status: 'offline',
  email: null,
  id,
  name: `Contact ${id}`,
  phone_number: null,
  blocked: false,
  identifier: null,
  thumbnail: '',
  custom_attributes: {},
  created_at: createdAt,
})

/**
 * In Chatwoot a former agent keeps a name and an address, but has no role. The rows do not contain them, so they are
 * made up.
 */
function describeAssignee(id: number, { rows }: RowIndex, accountId: number): RubyValue {
  const agent = rows.agents.find((known) => known.id === id)
  if (agent) return describeAgent(agent, accountId)
  const former = { id, name: `Former Agent ${id}`, email: `former.agent.${id}@demo.example`, role: 'agent' } as const
  return { ...describeAgent(former, accountId), availability_status: null, auto_offline: null, role: null }
}
