import { groupBy } from './group-by.ts'
import type { ChatwootRows, Conversation, Message, ReportingEvent } from './rows.ts'

/** The state of a conversation at one instant. */
export interface PresentState {
  readonly status: Conversation['status']
  readonly hasReply: boolean
  /** The last message is from the customer. */
  readonly isWaiting: boolean
}

interface Step {
  /** Unix seconds. */
  readonly at: number
  readonly conversationId: number | null
  readonly change: Partial<PresentState>
}

const initialState: PresentState = { status: 'open', hasReply: false, isWaiting: true }

const changesByEvent: Readonly<Record<string, Partial<PresentState>>> = {
  conversation_bot_handoff: { status: 'open' },
  conversation_opened: { status: 'open' },
  conversation_resolved: { status: 'resolved', isWaiting: false },
}

/**
 * Computes the state from the rows before the horizon. If no rows follow, it is the final state of the conversation.
 */
export function createStateReader(rows: ChatwootRows): (conversation: Conversation, horizon: number) => PresentState {
  const steps = [...rows.messages.map(fromMessage), ...rows.events.map(fromEvent)]
  const stepsOf = groupBy(
    steps.sort((one, other) => one.at - other.at),
    ({ conversationId }) => conversationId,
  )

  return (conversation, horizon) => {
    const all = stepsOf.get(conversation.id) ?? []
    const past = all.filter(({ at }) => at < horizon)
    if (past.length === all.length) return finalState(conversation)
    let state = initialState
    for (const { change } of past) state = { ...state, ...change }
    return state
  }
}

const finalState = ({ status, firstReplyAt, waitingSince }: Conversation): PresentState => ({
  status,
  hasReply: firstReplyAt !== null,
  isWaiting: waitingSince !== null,
})

const fromEvent = ({ name, createdAt, conversationId }: ReportingEvent): Step => ({
  at: createdAt,
  conversationId,
  change: changesByEvent[name] ?? {},
})

const fromMessage = (message: Message): Step => ({
  at: message.createdAt,
  conversationId: message.conversationId,
  change: changeByMessage(message),
})

function changeByMessage({ type, senderType, isPrivate }: Message): Partial<PresentState> {
  if (type === 'incoming') return { isWaiting: true }
  if (type !== 'outgoing' || isPrivate) return {}
  // Conversations of a bot are pending until the bot hands them over.
  return senderType === 'AgentBot' ? { status: 'pending' } : { hasReply: true, isWaiting: false }
}
