import { isZone } from '../zone.ts'
import { cutBuckets } from './buckets.ts'
import { isDate } from './calendar.ts'
import { reject } from './error-response.ts'
import type { LiveChatEvents } from './events.ts'

interface Rule {
  accepts(text: string, events: LiveChatEvents): boolean
  readonly status: number
  readonly requirement: string
}

export const weekdays: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const mustBe = (form: string, accepts: Rule['accepts']): Rule => ({
  accepts,
  status: 400,
  requirement: `must be ${form}`,
})

// LiveChat does not document the response to an unknown agent, group, goal or greeting: 404 is a guess.
const mustExist = (accepts: Rule['accepts']): Rule => ({ accepts, status: 404, requirement: 'does not exist' })

const hasId = (rows: readonly { readonly id: number }[], text: string) => rows.some(({ id }) => String(id) === text)

const oneOf = (texts: readonly string[]): Rule => mustBe(`one of ${texts.join(', ')}`, (text) => texts.includes(text))

const date = mustBe('a date (YYYY-MM-DD)', isDate)
const agent = mustExist((text, { agents }) => agents.some(({ login }) => login === text))
const group = mustExist((text, { groups }) => text === '0' || hasId(groups, text))

const rules = {
  date_from: date,
  date_to: date,
  timezone: mustBe('a timezone', isZone),
  group_by: mustBe('month, day or hour', (text) => Object.hasOwn(cutBuckets, text)),
  weekday: oneOf(weekdays),
  agent,
  'agents[]': agent,
  group,
  'groups[]': group,
  'tag[]': mustBe('a tag', () => true),
  goal: mustExist((text, { goals }) => hasId(goals, text)),
  greeting: mustExist((text, { greetingRules }) => hasId(greetingRules, text)),
  status: oneOf(['accepting chats', 'not accepting chats', 'offline']),
  type: oneOf(['url', 'custom_variable', 'api', 'sales_tracker']),
} satisfies Record<string, Rule>

export type Parameter = keyof typeof rules

/** Returns the parameters that the endpoint supports. LiveChat ignores the others. */
export function readParameters(
  query: URLSearchParams,
  parameters: readonly Parameter[],
  events: LiveChatEvents,
): URLSearchParams {
  const supported = new URLSearchParams()
  for (const name of parameters) {
    const { accepts, status, requirement } = rules[name]
    for (const text of query.getAll(name)) {
      if (!accepts(text, events)) reject(status, `${name} ${requirement}`)
      supported.append(name, text)
    }
  }
  if (parameters.includes('weekday') && !supported.has('weekday')) reject(400, 'weekday is required')
  return supported
}
