type Comparison = (body: string) => unknown

/** What is compared of an answer, by path: all of it, but for what neither the rows nor Chatwoot's code decide. */
const comparisons: readonly (readonly [path: RegExp, read: Comparison])[] = [
  [
    /\/reports(\/summary|\/bot_summary)?$|\/summary_reports\/label$|\/live_reports\/conversation_metrics$/,
    (body) => body,
  ],
  [/\/summary_reports\/(agent|inbox|team)$|\/outgoing_messages_count$|\/grouped_conversation_metrics$/, cutRows],
  [/\/summary_reports\/channel$|\/csat_survey_responses\/metrics$/, (body) => JSON.parse(body)],
  [/\/reports\/conversations$/, readLoads],
  [/\/csat_survey_responses$/, readSurveys],
]

export const findComparison = (path: string): Comparison | undefined =>
  comparisons.find(([form]) => form.test(path))?.[1]

/** The texts of flat rows, which come in the database's order. */
function cutRows(body: string): readonly string[] {
  return body
    .slice(1, -1)
    .split(/(?<=}),(?={)/)
    .sort()
}

/** The rows do not say who is online. */
function readLoads(body: string): unknown {
  const loads: object | { readonly availability: string }[] = JSON.parse(body)
  return Array.isArray(loads) ? loads.map(({ availability, ...load }) => load) : loads
}

interface Survey {
  readonly id: number
  readonly contact: { readonly id: number }
  readonly assigned_agent?: {
    readonly id: number
    readonly role: string | null
    readonly name: string
    readonly email: string
  }
}

/** Of customers and former agents the rows have ids only, of present agents neither presence nor nicknames. */
function readSurveys(body: string): unknown {
  const surveys: Survey[] = JSON.parse(body)
  return surveys
    .sort((one, other) => one.id - other.id)
    .map(({ contact, assigned_agent: agent, ...survey }) => ({
      ...survey,
      contact: { id: contact.id, fields: Object.keys(contact) },
      agent: agent && {
        id: agent.id,
        role: agent.role,
        identity: agent.role && [agent.name, agent.email],
        fields: Object.keys(agent),
      },
    }))
}
