/** The filters of a request; an empty list does not filter. */
export interface Selection {
  readonly agents: readonly string[]
  readonly groups: readonly number[]
  readonly tags: readonly string[]
  readonly greetings: readonly number[]
  readonly goals: readonly number[]
}

export interface Selectable {
  readonly agent?: string
  readonly group?: number
  /** The groups of the agent, for entries that do not belong to one conversation. */
  readonly agentGroups?: readonly number[]
  readonly tags?: readonly string[]
  readonly greeting?: number
}

interface Condition {
  readonly requested: readonly unknown[]
  accepts(entry: Selectable): boolean
}

/** Entries with any of several tags are selected; LiveChat does not document this. */
export function selects({ agents, groups, tags, greetings }: Selection): (entry: Selectable) => boolean {
  const conditions: readonly Condition[] = [
    { requested: agents, accepts: ({ agent = '' }) => agents.includes(agent) },
    {
      // Group 0 contains all agents.
      requested: groups.includes(0) ? [] : groups,
      accepts: ({ group, agentGroups }) => groups.some((id) => id === group || agentGroups?.includes(id)),
    },
    { requested: tags, accepts: (entry) => tags.some((tag) => entry.tags?.includes(tag)) },
    { requested: greetings, accepts: ({ greeting }) => greetings.some((id) => id === greeting) },
  ]
  const active = conditions.filter(({ requested }) => requested.length > 0)
  return (entry) => active.every(({ accepts }) => accepts(entry))
}
