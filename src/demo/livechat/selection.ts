/** What the parameters of a question ask for; an empty list asks for everything. */
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
  /** Those of the agent, where it is not of one conversation. */
  readonly agentGroups?: readonly number[]
  readonly tags?: readonly string[]
  readonly greeting?: number
}

interface Condition {
  readonly asked: readonly unknown[]
  accepts(entry: Selectable): boolean
}

/** Several tags select what has any of them (a guess). */
export function selects({ agents, groups, tags, greetings }: Selection): (entry: Selectable) => boolean {
  const conditions: readonly Condition[] = [
    { asked: agents, accepts: ({ agent = '' }) => agents.includes(agent) },
    {
      // Group 0 is everybody.
      asked: groups.includes(0) ? [] : groups,
      accepts: ({ group, agentGroups }) => groups.some((asked) => asked === group || agentGroups?.includes(asked)),
    },
    { asked: tags, accepts: (entry) => tags.some((tag) => entry.tags?.includes(tag)) },
    { asked: greetings, accepts: ({ greeting }) => greetings.some((asked) => asked === greeting) },
  ]
  const posed = conditions.filter(({ asked }) => asked.length > 0)
  return (entry) => posed.every(({ accepts }) => accepts(entry))
}
