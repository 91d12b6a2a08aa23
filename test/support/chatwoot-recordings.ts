import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { ChatwootRows, Conversation, Message } from '../../src/demo/chatwoot/rows.ts'

/** What a real Chatwoot answered to one request. */
export interface Recording {
  readonly name: string
  readonly request: {
    readonly method: 'GET' | 'HEAD'
    readonly path: string
    readonly query: string
    readonly headers: Readonly<Record<string, string>>
    /** Whose token: `admin`, `agent`, `other`, `empty` (administrator of account 4), `bot`, `bad` or `none`. */
    readonly auth: string
  }
  /** The day of asking, `YYYY-MM-DD`. */
  readonly askedOn: string
  readonly status: number
  readonly contentType: string
  /** As sent, so that 0 and 0.0 differ. */
  readonly body: string
}

let recordings: readonly Recording[] | undefined

export function readRecordings(): readonly Recording[] {
  recordings ??= readFixture('answers.jsonl.gz').trim().split('\n').map(parseRecording)
  return recordings
}

function parseRecording(line: string): Recording {
  const { name, request, oracle, status, headers, body } = JSON.parse(line)
  return {
    name,
    request,
    askedOn: oracle.now,
    status,
    contentType: headers['content-type'],
    body: typeof body === 'string' ? body : verbatimBody(line),
  }
}

/** Some bodies were kept as JSON, which a parser would rob of their `.0`; they hold series only, never a space. */
function verbatimBody(line: string): string {
  const mark = '"body": '
  return line.slice(line.indexOf(mark) + mark.length, -1).replaceAll(' ', '')
}

// biome-ignore format: one code a place, as the recorded rows number them.
const statuses = ['open', 'resolved', 'pending', 'snoozed'] as const satisfies Conversation['status'][]
const messageTypes = ['incoming', 'outgoing', 'activity', 'template'] as const satisfies Message['type'][]
const surveyContent = 9

type Columns<Present extends string, Nullable extends string = never> = Record<Present, number> &
  Record<Nullable, number | null>
type Named = { name: string }

type RecordedConversation = { labels: string | null } & Columns<
  'id' | 'inbox_id' | 'status' | 'created_at',
  'assignee_id' | 'team_id' | 'first_reply_created_at' | 'waiting_since'
>
type RecordedMessage = { sender_type: Message['senderType']; private: boolean } & Columns<
  'id' | 'conversation_id' | 'inbox_id' | 'message_type' | 'created_at' | 'content_type',
  'sender_id'
>
type RecordedEvent = Named &
  Columns<'id' | 'created_at' | 'value', 'value_in_business_hours' | 'inbox_id' | 'user_id' | 'conversation_id'>
type RecordedResponse = { feedback_message: string | null } & Columns<
  'id' | 'conversation_id' | 'message_id' | 'rating' | 'contact_id' | 'created_at',
  'assigned_agent_id'
>
type RecordedInbox = Named & { channel_type: string; timezone: string; working_hours_enabled: boolean } & Columns<'id'>

let groundTruth: ChatwootRows | undefined

/** The rows behind the recorded answers of account 1. */
export function readGroundTruth(): ChatwootRows {
  groundTruth ??= parseGroundTruth()
  return groundTruth
}

function parseGroundTruth(): ChatwootRows {
  const tables = JSON.parse(readFixture('ground-truth.json.gz'))
  const read = <Row, T>(table: string, fromRow: (row: Row) => T): T[] => readTable<Row>(tables[table]).map(fromRow)
  const emails = readAgentEmails()
  return {
    conversations: read('conversations', (row: RecordedConversation) => ({
      id: row.id,
      inboxId: row.inbox_id,
      status: statuses[row.status] ?? 'open',
      assigneeId: row.assignee_id,
      teamId: row.team_id,
      createdAt: row.created_at,
      firstReplyAt: row.first_reply_created_at,
      waitingSince: row.waiting_since,
      labels: row.labels?.split(', ') ?? [],
    })),
    messages: read('messages', (row: RecordedMessage) => ({
      id: row.id,
      conversationId: row.conversation_id,
      inboxId: row.inbox_id,
      type: messageTypes[row.message_type] ?? 'activity',
      createdAt: row.created_at,
      senderType: row.sender_type,
      senderId: row.sender_id,
      isPrivate: row.private,
      isSurvey: row.content_type === surveyContent,
    })),
    events: read('reporting_events', (row: RecordedEvent) => ({
      id: row.id,
      name: row.name,
      createdAt: row.created_at,
      value: row.value,
      valueInBusinessHours: row.value_in_business_hours,
      inboxId: row.inbox_id,
      userId: row.user_id,
      conversationId: row.conversation_id,
    })),
    responses: read('csat_survey_responses', (row: RecordedResponse) => ({
      id: row.id,
      conversationId: row.conversation_id,
      messageId: row.message_id,
      rating: row.rating,
      feedback: row.feedback_message,
      contactId: row.contact_id,
      agentId: row.assigned_agent_id,
      createdAt: row.created_at,
    })),
    agents: read('agents', (row: Columns<'id' | 'role'> & Named) => ({
      id: row.id,
      name: row.name,
      email: emails.get(row.id) ?? '',
      role: row.role === 1 ? 'administrator' : 'agent',
    })),
    inboxes: read('inboxes', (row: RecordedInbox) => ({
      id: row.id,
      name: row.name,
      channelType: row.channel_type,
      timeZone: row.timezone,
      hasWorkingHours: row.working_hours_enabled,
    })),
    teams: read('teams', (row: Columns<'id'> & Named) => ({ id: row.id, name: row.name })),
    labels: read('labels', (row: Columns<'id'> & { title: string }) => ({ id: row.id, title: row.title })),
  }
}

const readFixture = (name: string): string =>
  gunzipSync(readFileSync(new URL(`../fixtures/chatwoot/${name}`, import.meta.url))).toString()

/** The rows lack e-mail addresses; a recorded list of agents has them. */
function readAgentEmails(): ReadonlyMap<number, string> {
  const list = readRecordings().find(({ request, status }) => request.path.endsWith('/agents') && status === 200)
  const agents: { id: number; email: string }[] = JSON.parse(list?.body ?? '[]')
  return new Map(agents.map((agent) => [agent.id, agent.email]))
}

const readTable = <Row>(table: { columns: string[]; rows: unknown[][] }): Row[] =>
  table.rows.map((chunks) => Object.fromEntries(table.columns.map((column, place) => [column, chunks[place]])) as Row)
