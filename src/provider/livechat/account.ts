import type { Directory } from '../../report/port/directory.ts'
import type { SeriesKey } from '../../report/port/series.ts'
import type { UpstreamClient } from '../../upstream/client.ts'
import { type ListLifetimes, toPatience } from '../cached-list.ts'
import { createLists } from './lists.ts'

/** What the datasets of one organisation need. */
export interface LiveChatAccount {
  readonly client: UpstreamClient
  readonly directory: Directory
  /** IANA name of the time zone of the account. */
  readonly timeZone: string
  /** False if it is not configured: the days of the account may then begin at any hour. */
  readonly isTimeZoneKnown: boolean
  /** Milliseconds to wait for a list that is not essential. */
  readonly patience: number
  readonly nameMembers: (parameters: SeriesKey['parameters']) => string | undefined
}

export interface AccountSettings extends ListLifetimes {
  readonly timeZone: string
  readonly isTimeZoneKnown: boolean
}

export const openAccount = (client: UpstreamClient, settings: AccountSettings): LiveChatAccount => ({
  client,
  directory: createLists(client, settings),
  timeZone: settings.timeZone,
  isTimeZoneKnown: settings.isTimeZoneKnown,
  patience: toPatience(settings),
  nameMembers(parameters) {
    const names = ['agent', 'group', 'goal', 'greeting'].filter((name) => parameters[name] !== undefined)
    return names.length > 0 ? names.map((name) => `${name} ${parameters[name]}`).join(' or ') : undefined
  },
})
