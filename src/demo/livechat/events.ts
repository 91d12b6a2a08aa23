/** The events of one LiveChat organisation. Instants are Unix seconds; durations are seconds. */
export interface LiveChatEvents {
  readonly chats: readonly Chat[]
  readonly queueStays: readonly QueueStay[]
  /** Intervals in which an agent accepted chats. */
  readonly shifts: readonly Shift[]
  readonly tickets: readonly Ticket[]
  readonly greetings: readonly ShownGreeting[]
  /** Current agents. Chats, tickets and shifts also contain the logins of former agents. */
  readonly agents: readonly { readonly login: string; readonly name: string; readonly groups: readonly number[] }[]
  /** Group 0 contains all agents. */
  readonly groups: readonly { readonly id: number; readonly name: string }[]
  /** A tag or greeting of group 0 applies to all groups. */
  readonly tags: readonly { readonly name: string; readonly group: number }[]
  readonly goals: readonly { readonly id: number; readonly name: string }[]
  readonly greetingRules: readonly { readonly id: number; readonly name: string; readonly group: number }[]
}

export interface Chat {
  readonly start: number
  readonly end: number
  readonly agent: string
  readonly group: number
  readonly tags: readonly string[]
  readonly engagement: 'auto_invite' | 'immediate_start' | 'manual_invite'
  readonly rating: 'good' | 'bad' | null
  /** Seconds until the agent's first message; null if the agent never wrote (a missed chat). */
  readonly firstResponse: number | null
  /** Seconds until each later response. */
  readonly responses: readonly number[]
  readonly reachedGoals: readonly { readonly goal: number; readonly at: number }[]
}

export interface QueueStay {
  readonly enter: number
  readonly leave: number
  readonly outcome: 'entered_chat' | 'left_queue'
  readonly group: number
}

export interface Shift {
  readonly agent: string
  readonly start: number
  readonly end: number
}

export interface Ticket {
  readonly created: number
  readonly firstReply: number | null
  readonly solved: number | null
  readonly source: 'chat_window' | 'mail' | 'chat'
  readonly rating: { readonly value: 'good' | 'bad'; readonly at: number } | null
  readonly agent: string
  readonly group: number
  readonly tags: readonly string[]
}

export interface ShownGreeting {
  readonly at: number
  readonly greeting: number
  readonly group: number
  readonly accepted: boolean
  readonly goal: number | null
  readonly tags: readonly string[]
}
