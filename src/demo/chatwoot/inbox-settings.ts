import type { ChatwootInbox } from './rows.ts'
import type { RubyValue } from './ruby-json.ts'

const weekdays = [0, 1, 2, 3, 4, 5, 6]

const workingHours = weekdays.map((weekday) => {
  const closed = weekday === 0 || weekday === 6
  return {
    day_of_week: weekday,
    closed_all_day: closed,
    open_hour: closed ? null : 9,
    open_minutes: closed ? null : 0,
    close_hour: closed ? null : 17,
    close_minutes: closed ? null : 0,
    open_all_day: false,
  }
})

/** An inbox as returned to administrators. It includes the secret that signs visitor identities. */
export const inboxSettings = (inbox: ChatwootInbox): RubyValue => ({
  id: inbox.id,
  avatar_url: '',
  channel_id: inbox.id,
  name: inbox.name,
  channel_type: inbox.channelType,
  greeting_enabled: false,
  greeting_message: null,
  working_hours_enabled: inbox.hasWorkingHours,
  enable_email_collect: true,
  csat_survey_enabled: true,
  csat_config: {},
  enable_auto_assignment: true,
  auto_assignment_config: {},
  out_of_office_message: null,
  working_hours: workingHours,
  timezone: inbox.timeZone,
  callback_webhook_url: null,
  allow_messages_after_resolved: true,
  lock_to_single_conversation: false,
  sender_name_type: 'friendly',
  business_name: null,
  hmac_mandatory: false,
  hmac_token: `invented-secret-of-inbox-${inbox.id}`,
  provider: null,
})
