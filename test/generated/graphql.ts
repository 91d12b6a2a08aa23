/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How values of several buckets or sources become one. Values may be added. */
export type Aggregation =
  /** The greatest value counts. */
  | 'MAX'
  /** Values are averaged, weighted by `sampleSize`. */
  | 'MEAN'
  /** The least value counts. */
  | 'MIN'
  /** Parts and wholes of a share are added, then divided. */
  | 'RATIO'
  /** Values are added. */
  | 'SUM';

/** What a report is compared with. Values may be added. */
export type ComparisonPeriod =
  /** The calendar unit before that of a preset; for `last` and `days` the same number of days immediately before; for instants the same time immediately before. */
  | 'PREVIOUS_PERIOD'
  /** The dates of the range in the year before; 29 February is compared with the 28th. */
  | 'PREVIOUS_YEAR';

/** Whole calendar days in the asked time zone, both included: what a date picker gives. */
export type DaysInput = {
  /** The first day, included. */
  readonly first: string;
  /** The last day, included; not before the first. */
  readonly last: string;
};

/** Which part of the work to measure. A source that cannot apply a filter contributes nothing and says so in `gaps`; it never answers as if unfiltered. A field that is absent narrows nothing. */
export type FilterInput = {
  /** The e-mail address of an agent: the same person in every source. */
  readonly agentEmail?: string | null | undefined;
  /** Counts business hours alone in means; only Chatwoot can. Changes nothing on other metrics; false is the same as absent. */
  readonly businessHours?: boolean | null | undefined;
  /** Id of a goal, `<source id>:<number>`. Sources other than the one it names contribute nothing. */
  readonly goal?: string | null | undefined;
  /** Id of a greeting, `<source id>:<number>`. Sources other than the one it names contribute nothing. */
  readonly greeting?: string | null | undefined;
  /** Id of an inbox, `<source id>:<number>`. Sources other than the one it names contribute nothing. */
  readonly inbox?: string | null | undefined;
  /** Ids of the sources to ask; all that the caller may read when absent. */
  readonly sources?: ReadonlyArray<string> | null | undefined;
  /** A LiveChat tag or Chatwoot label by name. More than one is a gap FILTER_UNSUPPORTED: neither product defines it. More than 50 are BAD_USER_INPUT. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** Id of a team, `<source id>:<number>`, e.g. support:3; a LiveChat group is a team. Sources other than the one it names contribute nothing. */
  readonly team?: string | null | undefined;
};

/** What a metric can be narrowed by. Values may be added. */
export type FilterKind =
  /** One agent, with `FilterInput.agentEmail`. */
  | 'AGENT'
  /** Business hours alone, with `FilterInput.businessHours`. */
  | 'BUSINESS_HOURS'
  /** One goal, with `FilterInput.goal`. */
  | 'GOAL'
  /** One greeting, with `FilterInput.greeting`. */
  | 'GREETING'
  /** One inbox, with `FilterInput.inbox`. */
  | 'INBOX'
  /** One tag or label, with `FilterInput.tags`. */
  | 'TAGS'
  /** One team or group, with `FilterInput.team`. */
  | 'TEAM';

/** Why a source is missing from the figures, or from a part of them. Values may be added. */
export type GapCode =
  /** The source answered something that is not this report. */
  | 'BAD_RESPONSE'
  /** The provider cannot narrow this metric so; it never answers as if unfiltered. */
  | 'FILTER_UNSUPPORTED'
  /** The source's account or plan does not allow this report. */
  | 'FORBIDDEN'
  /** The provider cannot cut this metric so finely. */
  | 'GRANULARITY_UNSUPPORTED'
  /** The provider does not measure this metric. */
  | 'METRIC_UNSUPPORTED'
  /** The source does not know the agent, team, inbox, tag, goal or greeting. */
  | 'NOT_FOUND'
  /** The provider has forgotten days of the range; the message names the first that it knows. */
  | 'OUT_OF_RETENTION'
  /** More upstream calls than one answer may cost; the message says how many days or buckets would do. */
  | 'RANGE_TOO_LONG'
  /** The source allows no more calls for now; `retryAfter` says how long. */
  | 'RATE_LIMITED'
  /** The source did not answer in time. */
  | 'TIMEOUT'
  /** The source refused the credentials it was configured with. */
  | 'UNAUTHENTICATED'
  /** The source is out of order or out of reach. */
  | 'UNAVAILABLE';

/** Calendar units in the asked time zone. Weeks start on Monday (ISO 8601). Values may be added. */
export type Granularity =
  /** Calendar days, of 23 to 25 hours where clocks change. */
  | 'DAY'
  /** Hours of the local clock; each pass of a repeated hour is a bucket of its own. */
  | 'HOUR'
  /** Calendar months, from their first day. */
  | 'MONTH'
  /** Calendar quarters, the first beginning in January. */
  | 'QUARTER'
  /** ISO weeks, Monday to Sunday. */
  | 'WEEK'
  /** Calendar years, from 1 January. */
  | 'YEAR';

/** A range between two instants, each the beginning of an hour in the asked zone. */
export type InstantsInput = {
  /** The first instant, included. */
  readonly from: string;
  /** The end, not included; after `from`. */
  readonly to: string;
};

/** What can be measured. MetricDefinition tells which provider answers it, from which report, and what to know about it. Values may be added. */
export type Metric =
  /** Share of queued visitors who left the queue before an agent had time. */
  | 'ABANDONMENT_RATE'
  /** Seconds during which at least one of the agents asked about accepted chats. */
  | 'AVAILABILITY'
  /** Conversations that a bot handed to a person. */
  | 'BOT_HANDOFFS'
  /** Resolutions of conversations in which no person wrote and which no bot handed to a person within the range. */
  | 'BOT_RESOLUTIONS'
  /** Seconds that the agents asked about spent in chats. */
  | 'CHATTING_TIME'
  /** Conversations or chats that began. */
  | 'CONVERSATIONS'
  /** Chats that an agent began by inviting a visitor. */
  | 'CONVERSATIONS_FROM_AGENT'
  /** Chats that began from an automatic greeting. */
  | 'CONVERSATIONS_FROM_GREETING'
  /** Chats that a visitor began without a greeting. */
  | 'CONVERSATIONS_FROM_VISITOR'
  /** Mean seconds until an agent first answered a new conversation. */
  | 'FIRST_RESPONSE_TIME'
  /** Goals that visitors reached. */
  | 'GOALS'
  /** Greetings that led to a chat. */
  | 'GREETINGS_ACCEPTED'
  /** Greetings shown to visitors. */
  | 'GREETINGS_DISPLAYED'
  /** Goals reached thanks to a greeting. */
  | 'GREETING_GOALS'
  /** Messages that customers sent. */
  | 'INCOMING_MESSAGES'
  /** Chats in which no agent ever wrote, the welcome message aside. */
  | 'MISSED_CONVERSATIONS'
  /** Messages that agents and bots sent, private notes included. */
  | 'OUTGOING_MESSAGES'
  /** The most chats that ran at the same time. */
  | 'PEAK_CONCURRENT_CHATS'
  /** Visitors who waited in the queue, whatever came of it. */
  | 'QUEUED_VISITORS'
  /** Visitors who left the queue before an agent had time. */
  | 'QUEUE_ABANDONMENTS'
  /** Visitors who came from the queue into a chat. */
  | 'QUEUE_ENTRIES'
  /** Mean seconds that visitors waited in the queue, whatever came of it. */
  | 'QUEUE_WAITING_TIME'
  /** The longest wait in the queue, in seconds. */
  | 'QUEUE_WAITING_TIME_MAX'
  /** The shortest wait in the queue, in seconds. */
  | 'QUEUE_WAITING_TIME_MIN'
  /** Bad ratings that customers gave to conversations or chats. */
  | 'RATINGS_BAD'
  /** Good ratings that customers gave to conversations or chats. */
  | 'RATINGS_GOOD'
  /** Times a conversation was resolved; resolved twice counts twice. */
  | 'RESOLUTIONS'
  /** Mean seconds from the beginning of a conversation to each time it was resolved. */
  | 'RESOLUTION_TIME'
  /** Mean seconds a customer waited for each answer; Chatwoot leaves the first one out. */
  | 'RESPONSE_TIME'
  /** Share of good ratings among the good and bad ones of conversations or chats. */
  | 'SATISFACTION'
  /** Tickets that were created. */
  | 'TICKETS_CREATED'
  /** Tickets that agents created during a chat. */
  | 'TICKETS_FROM_CHAT'
  /** Tickets that visitors created with the ticket form. */
  | 'TICKETS_FROM_CHAT_WINDOW'
  /** Tickets created from e-mail. */
  | 'TICKETS_FROM_MAIL'
  /** Tickets that were solved. */
  | 'TICKETS_SOLVED'
  /** Mean seconds until a ticket was first answered, counted when it was answered. */
  | 'TICKET_FIRST_RESPONSE_TIME'
  /** Bad ratings that customers gave to tickets. */
  | 'TICKET_RATINGS_BAD'
  /** Good ratings that customers gave to tickets. */
  | 'TICKET_RATINGS_GOOD'
  /** Mean seconds from the creation of a ticket to its solution, counted when it was solved. */
  | 'TICKET_RESOLUTION_TIME'
  /** Share of good ratings of tickets among good and bad ones. */
  | 'TICKET_SATISFACTION';

/** A product whose reports the gateway reads. Values may be added. */
export type Provider =
  /** Chatwoot, hosted by its makers or by yourself. */
  | 'CHATWOOT'
  /** LiveChat by Text, through version 2 of its reports. */
  | 'LIVECHAT';

/** A range of time, in exactly one of four forms. It must lie between the years 2000 and 2099. */
export type RangeInput =
  {   /** From one instant up to another, each the beginning of an hour in the asked zone. Days that it cuts are read by the hour. */
  readonly between: InstantsInput; readonly days?: never; readonly last?: never; readonly preset?: never; }
  |  { readonly between?: never;   /** Whole calendar days in the asked time zone, both included: what a date picker gives. */
  readonly days: DaysInput; readonly last?: never; readonly preset?: never; }
  |  { readonly between?: never; readonly days?: never;   /** Up to now: P30D is the last 30 calendar days with today the last (weeks, months and years likewise, the present one the last); PT24H the last 24 hours with the current hour the last. */
  readonly last: string; readonly preset?: never; }
  |  { readonly between?: never; readonly days?: never; readonly last?: never;   /** A calendar unit around now. */
  readonly preset: RangePreset; };

/** Calendar units around now. THIS_* covers the whole unit: buckets that have not begun have value null, isComplete false, and are never asked upstream. Values may be added. */
export type RangePreset =
  /** The month before the present one. */
  | 'LAST_MONTH'
  /** The quarter before the present one. */
  | 'LAST_QUARTER'
  /** The ISO week before the present one. */
  | 'LAST_WEEK'
  /** The year before the present one. */
  | 'LAST_YEAR'
  /** The present month. */
  | 'THIS_MONTH'
  /** The present quarter. */
  | 'THIS_QUARTER'
  /** The present ISO week. */
  | 'THIS_WEEK'
  /** The present year. */
  | 'THIS_YEAR'
  /** The present day. */
  | 'TODAY'
  /** The day before the present one. */
  | 'YESTERDAY';

/** What customers rated. Values may be added. */
export type RankingSubject =
  /** Chats, and conversations by their CSAT surveys. */
  | 'CONVERSATIONS'
  /** Tickets; only LiveChat has them. */
  | 'TICKETS';

/** When, how finely, and which part of the work to measure. One variable serves every field of a dashboard. */
export type ReportScope = {
  /** Which part of the work to measure; all of it when absent. */
  readonly filter?: FilterInput | null | undefined;
  /** How finely the range is cut; at most 10,000 buckets. */
  readonly granularity?: Granularity;
  /** The time to measure. */
  readonly range: RangeInput;
  /** The zone in which days begin; when absent the gateway's configured one, or UTC. */
  readonly timeZone?: string | null | undefined;
};

/** What a number counts. Values may be added. */
export type Unit =
  /** A number of events, such as chats or messages. */
  | 'COUNT'
  /** A share between 0 and 1. */
  | 'RATIO'
  /** A time in seconds. */
  | 'SECONDS';

/** In which way figures are not exactly what was asked. Values may be added. */
export type WarningCode =
  /** The provider's rounding or definition makes figures approximate, or leaves some out; the message says which. */
  | 'ESTIMATED'
  /** The source did not answer; figures, or lists of its agents, teams, inboxes or tags, that it gave earlier stand in. */
  | 'STALE'
  /** The provider cut hours and days in the account's own zone, not in the one asked. */
  | 'TIME_ZONE_APPROXIMATED';

export type AgentQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type AgentQuery = { readonly reports: ReadonlyArray<{ readonly metric: Metric, readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null, readonly bySource: ReadonlyArray<{ readonly total: number | null, readonly source: { readonly id: string } }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly id: string } }> } | null> };

export type BeforeAfterQueryVariables = Exact<{
  metrics?: ReadonlyArray<Metric> | Metric;
  before?: ReportScope;
  after?: ReportScope;
}>;


export type BeforeAfterQuery = { readonly before: ReadonlyArray<{ readonly metric: Metric, readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null, readonly range: { readonly start: string, readonly end: string }, readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null, readonly sampleSize: number | null, readonly isComplete: boolean }>, readonly bySource: ReadonlyArray<{ readonly total: number | null, readonly source: { readonly id: string, readonly name: string, readonly provider: Provider } }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly name: string } }> } | null>, readonly after: ReadonlyArray<{ readonly metric: Metric, readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null, readonly range: { readonly start: string, readonly end: string }, readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null, readonly sampleSize: number | null, readonly isComplete: boolean }>, readonly bySource: ReadonlyArray<{ readonly total: number | null, readonly source: { readonly id: string, readonly name: string, readonly provider: Provider } }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly name: string } }> } | null> };

export type FiguresFragment = { readonly metric: Metric, readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null, readonly range: { readonly start: string, readonly end: string }, readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null, readonly sampleSize: number | null, readonly isComplete: boolean }>, readonly bySource: ReadonlyArray<{ readonly total: number | null, readonly source: { readonly id: string, readonly name: string, readonly provider: Provider } }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly name: string } }> };

export type CatalogueQueryVariables = Exact<{ [key: string]: never; }>;


export type CatalogueQuery = { readonly sources: ReadonlyArray<{ readonly id: string, readonly name: string, readonly provider: Provider, readonly timeZone: string, readonly status: { readonly isReachable: boolean, readonly version: string | null }, readonly teams: ReadonlyArray<{ readonly id: string, readonly name: string }> | null }>, readonly metrics: ReadonlyArray<{ readonly metric: Metric, readonly description: string, readonly unit: Unit, readonly aggregation: Aggregation, readonly support: ReadonlyArray<{ readonly provider: Provider, readonly isSupported: boolean, readonly upstream: string | null, readonly filters: ReadonlyArray<FilterKind>, readonly note: string | null }> }> };

export type DeferredQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type DeferredQuery = { readonly report: { readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null } & ({ readonly breakdown: { readonly hasMore: boolean, readonly slices: ReadonlyArray<{ readonly label: string, readonly total: number | null, readonly sampleSize: number | null }> } | null } | { readonly breakdown?: never }) | null };

export type LeaderboardQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type LeaderboardQuery = { readonly busiest: { readonly breakdown: { readonly hasMore: boolean, readonly slices: ReadonlyArray<{ readonly label: string, readonly total: number | null, readonly agent: { readonly email: string, readonly sources: ReadonlyArray<{ readonly name: string }> } | null }> } | null } | null, readonly bestRated: { readonly hasMore: boolean, readonly entries: ReadonlyArray<{ readonly position: number, readonly good: number, readonly bad: number, readonly satisfaction: number, readonly score: number, readonly agent: { readonly name: string } }> } | null };

export type LiveSubscriptionVariables = Exact<{
  scope?: ReportScope;
  every?: string;
}>;


export type LiveSubscription = { readonly report: { readonly total: number | null, readonly asOf: string | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null, readonly isComplete: boolean }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly id: string } }> } | null };

export type MonthlyReportQueryVariables = Exact<{
  month?: ReportScope;
}>;


export type MonthlyReportQuery = { readonly figures: ReadonlyArray<{ readonly metric: Metric, readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null, readonly range: { readonly start: string, readonly end: string }, readonly bySource: ReadonlyArray<{ readonly total: number | null, readonly source: { readonly name: string } }>, readonly comparison: { readonly absolute: number | null, readonly relative: number | null, readonly report: { readonly metric: Metric, readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null, readonly range: { readonly start: string, readonly end: string } } } | null, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly source: { readonly name: string } }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly source: { readonly name: string } }> } | null>, readonly teams: { readonly breakdown: { readonly slices: ReadonlyArray<{ readonly label: string, readonly total: number | null, readonly source: { readonly name: string } | null }> } | null } | null };

export type TotalFragment = { readonly metric: Metric, readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null };

export type OneMetricQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type OneMetricQuery = { readonly report: { readonly total: number | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null, readonly isComplete: boolean }>, readonly bySource: ReadonlyArray<{ readonly total: number | null, readonly source: { readonly name: string } }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly name: string } }> } | null };

export type QueueMonitorQueryVariables = Exact<{
  today?: ReportScope;
  week?: ReportScope;
}>;


export type QueueMonitorQuery = { readonly today: { readonly abandonmentRate: number | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly queued: { readonly count: number | null }, readonly abandoned: { readonly count: number | null } }>, readonly live: { readonly open: number, readonly unattended: number, readonly unassigned: number, readonly asOf: string, readonly byAgent: ReadonlyArray<{ readonly open: number, readonly agent: { readonly name: string } }> | null } | null, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly name: string } }>, readonly queued: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly entered: { readonly count: number | null, readonly wait: { readonly average: number | null } | null }, readonly abandoned: { readonly count: number | null, readonly wait: { readonly average: number | null } | null } } | null, readonly week: { readonly abandonmentRate: number | null, readonly queued: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly entered: { readonly count: number | null, readonly wait: { readonly average: number | null } | null }, readonly abandoned: { readonly count: number | null, readonly wait: { readonly average: number | null } | null } } | null };

export type OutcomesFragment = { readonly abandonmentRate: number | null, readonly queued: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly entered: { readonly count: number | null, readonly wait: { readonly average: number | null } | null }, readonly abandoned: { readonly count: number | null, readonly wait: { readonly average: number | null } | null } };

export type ResponseSpeedQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type ResponseSpeedQuery = { readonly report: { readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly end: string, readonly value: number | null, readonly sampleSize: number | null }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly source: { readonly name: string } }> } | null };

export type TwoZonesQueryVariables = Exact<{
  warsaw?: ReportScope;
  newYork?: ReportScope;
}>;


export type TwoZonesQuery = { readonly warsaw: { readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null }> } | null, readonly newYork: { readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null }> } | null };

export type WallboardQueryVariables = Exact<{
  today?: ReportScope;
  byHour?: ReportScope;
}>;


export type WallboardQuery = { readonly figures: ReadonlyArray<{ readonly metric: Metric, readonly unit: Unit, readonly total: number | null, readonly sampleSize: number | null, readonly isPartial: boolean, readonly bySource: ReadonlyArray<{ readonly total: number | null, readonly sampleSize: number | null, readonly source: { readonly name: string } }>, readonly comparison: { readonly absolute: number | null, readonly relative: number | null } | null, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly source: { readonly name: string } }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly source: { readonly name: string } }> } | null>, readonly hours: { readonly total: number | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null, readonly isComplete: boolean }> } | null, readonly now: { readonly live: { readonly open: number, readonly unattended: number, readonly unassigned: number, readonly asOf: string } | null } | null };

export type YearQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type YearQuery = { readonly tickets: { readonly total: number | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null }> } | null, readonly peak: { readonly total: number | null, readonly isPartial: boolean, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly id: string } }> } | null };

export type ComparisonsQueryVariables = Exact<{
  metrics: ReadonlyArray<Metric> | Metric;
  scope: ReportScope;
  to: ComparisonPeriod;
}>;


export type ComparisonsQuery = { readonly reports: ReadonlyArray<{ readonly comparison: { readonly absolute: number | null, readonly relative: number | null, readonly report: { readonly metric: Metric, readonly total: number | null, readonly sampleSize: number | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly end: string, readonly value: number | null, readonly sampleSize: number | null }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode }> } } | null } | null> };

export type QueueQueryVariables = Exact<{
  scope: ReportScope;
}>;


export type QueueQuery = { readonly queueStats: { readonly abandonmentRate: number | null, readonly isPartial: boolean, readonly buckets: ReadonlyArray<{ readonly start: string, readonly end: string, readonly queued: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly entered: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly abandoned: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null } }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly source: { readonly id: string } }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode }>, readonly queued: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly entered: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly abandoned: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null } } | null };

export type WaitsFragment = { readonly queued: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly entered: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly abandoned: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null } };

export type BucketWaitsFragment = { readonly queued: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly entered: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null }, readonly abandoned: { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null } };

export type WaitFragment = { readonly count: number | null, readonly wait: { readonly min: number | null, readonly average: number | null, readonly max: number | null } | null };

export type RankedAgentsQueryVariables = Exact<{
  subject: RankingSubject;
  scope: ReportScope;
  first: number;
}>;


export type RankedAgentsQuery = { readonly ranking: { readonly subject: RankingSubject, readonly hasMore: boolean, readonly isPartial: boolean, readonly range: { readonly start: string, readonly end: string, readonly timeZone: string }, readonly entries: ReadonlyArray<{ readonly position: number, readonly good: number, readonly bad: number, readonly total: number, readonly satisfaction: number, readonly score: number, readonly agent: { readonly email: string } }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly id: string } }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly source: { readonly id: string } }> } | null };

export type ReportsQueryVariables = Exact<{
  metrics: ReadonlyArray<Metric> | Metric;
  scope: ReportScope;
}>;


export type ReportsQuery = { readonly reports: ReadonlyArray<{ readonly metric: Metric, readonly total: number | null, readonly sampleSize: number | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly end: string, readonly value: number | null, readonly sampleSize: number | null }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode }> } | null> };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FiguresFragmentDoc = new TypedDocumentString(`
    fragment Figures on Report {
  metric
  unit
  total
  sampleSize
  range {
    start
    end
  }
  buckets {
    start
    value
    sampleSize
    isComplete
  }
  bySource {
    source {
      id
      name
      provider
    }
    total
  }
  gaps {
    source {
      name
    }
    code
    message
  }
}
    `, {"fragmentName":"Figures"}) as unknown as TypedDocumentString<FiguresFragment, unknown>;
export const TotalFragmentDoc = new TypedDocumentString(`
    fragment Total on Report {
  metric
  unit
  total
  sampleSize
}
    `, {"fragmentName":"Total"}) as unknown as TypedDocumentString<TotalFragment, unknown>;
export const OutcomesFragmentDoc = new TypedDocumentString(`
    fragment Outcomes on QueueStats {
  queued {
    count
    wait {
      min
      average
      max
    }
  }
  entered {
    count
    wait {
      average
    }
  }
  abandoned {
    count
    wait {
      average
    }
  }
  abandonmentRate
}
    `, {"fragmentName":"Outcomes"}) as unknown as TypedDocumentString<OutcomesFragment, unknown>;
export const WaitFragmentDoc = new TypedDocumentString(`
    fragment Wait on QueueOutcome {
  count
  wait {
    min
    average
    max
  }
}
    `, {"fragmentName":"Wait"}) as unknown as TypedDocumentString<WaitFragment, unknown>;
export const WaitsFragmentDoc = new TypedDocumentString(`
    fragment Waits on QueueStats {
  queued {
    ...Wait
  }
  entered {
    ...Wait
  }
  abandoned {
    ...Wait
  }
}
    fragment Wait on QueueOutcome {
  count
  wait {
    min
    average
    max
  }
}`, {"fragmentName":"Waits"}) as unknown as TypedDocumentString<WaitsFragment, unknown>;
export const BucketWaitsFragmentDoc = new TypedDocumentString(`
    fragment BucketWaits on QueueBucket {
  queued {
    ...Wait
  }
  entered {
    ...Wait
  }
  abandoned {
    ...Wait
  }
}
    fragment Wait on QueueOutcome {
  count
  wait {
    min
    average
    max
  }
}`, {"fragmentName":"BucketWaits"}) as unknown as TypedDocumentString<BucketWaitsFragment, unknown>;
export const AgentDocument = new TypedDocumentString(`
    query Agent($scope: ReportScope! = {range: {last: "P30D"}, timeZone: "Europe/Warsaw", filter: {agentEmail: "ewa.nowak@demo.example"}}) {
  reports(
    metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, RESPONSE_TIME, AVAILABILITY, RATINGS_GOOD]
    scope: $scope
  ) {
    metric
    unit
    total
    sampleSize
    bySource {
      source {
        id
      }
      total
    }
    gaps {
      source {
        id
      }
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AgentQuery, AgentQueryVariables>;
export const BeforeAfterDocument = new TypedDocumentString(`
    query BeforeAfter($metrics: [Metric!]! = [CONVERSATIONS, FIRST_RESPONSE_TIME, SATISFACTION], $before: ReportScope! = {range: {preset: LAST_QUARTER}, granularity: MONTH, timeZone: "Europe/Warsaw", filter: {sources: ["livechat"]}}, $after: ReportScope! = {range: {preset: THIS_QUARTER}, granularity: MONTH, timeZone: "Europe/Warsaw", filter: {sources: ["chatwoot"]}}) {
  before: reports(metrics: $metrics, scope: $before) {
    ...Figures
  }
  after: reports(metrics: $metrics, scope: $after) {
    ...Figures
  }
}
    fragment Figures on Report {
  metric
  unit
  total
  sampleSize
  range {
    start
    end
  }
  buckets {
    start
    value
    sampleSize
    isComplete
  }
  bySource {
    source {
      id
      name
      provider
    }
    total
  }
  gaps {
    source {
      name
    }
    code
    message
  }
}`) as unknown as TypedDocumentString<BeforeAfterQuery, BeforeAfterQueryVariables>;
export const CatalogueDocument = new TypedDocumentString(`
    query Catalogue {
  sources {
    id
    name
    provider
    timeZone
    status {
      isReachable
      version
    }
    teams {
      id
      name
    }
  }
  metrics {
    metric
    description
    unit
    aggregation
    support {
      provider
      isSupported
      upstream
      filters
      note
    }
  }
}
    `) as unknown as TypedDocumentString<CatalogueQuery, CatalogueQueryVariables>;
export const DeferredDocument = new TypedDocumentString(`
    query Deferred($scope: ReportScope! = {range: {preset: THIS_MONTH}, timeZone: "Europe/Warsaw"}) {
  report(metric: FIRST_RESPONSE_TIME, scope: $scope) {
    unit
    total
    sampleSize
    ... @defer(label: "leaderboard") {
      breakdown(by: AGENT, first: 5, order: LOWEST) {
        slices {
          label
          total
          sampleSize
        }
        hasMore
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DeferredQuery, DeferredQueryVariables>;
export const LeaderboardDocument = new TypedDocumentString(`
    query Leaderboard($scope: ReportScope! = {range: {preset: LAST_MONTH}, timeZone: "America/New_York"}) {
  busiest: report(metric: CONVERSATIONS, scope: $scope) {
    breakdown(by: AGENT, first: 5) {
      slices {
        label
        total
        agent {
          email
          sources {
            name
          }
        }
      }
      hasMore
    }
  }
  bestRated: ranking(scope: $scope, first: 5) {
    entries {
      position
      agent {
        name
      }
      good
      bad
      satisfaction
      score
    }
    hasMore
  }
}
    `) as unknown as TypedDocumentString<LeaderboardQuery, LeaderboardQueryVariables>;
export const LiveDocument = new TypedDocumentString(`
    subscription Live($scope: ReportScope! = {range: {preset: TODAY}, granularity: HOUR, timeZone: "Europe/Warsaw"}, $every: Duration! = "PT10S") {
  report(metric: CONVERSATIONS, scope: $scope, every: $every) {
    total
    buckets {
      start
      value
      isComplete
    }
    gaps {
      source {
        id
      }
      code
      message
    }
    asOf
  }
}
    `) as unknown as TypedDocumentString<LiveSubscription, LiveSubscriptionVariables>;
export const MonthlyReportDocument = new TypedDocumentString(`
    query MonthlyReport($month: ReportScope! = {range: {preset: LAST_MONTH}, timeZone: "Europe/Warsaw"}) {
  figures: reports(
    metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, RESPONSE_TIME, RESOLUTION_TIME, SATISFACTION, TICKETS_SOLVED]
    scope: $month
  ) {
    ...Total
    range {
      start
      end
    }
    bySource {
      source {
        name
      }
      total
    }
    comparison {
      absolute
      relative
      report {
        ...Total
        range {
          start
          end
        }
      }
    }
    gaps {
      source {
        name
      }
      code
    }
    warnings {
      source {
        name
      }
      code
      message
    }
  }
  teams: report(metric: CONVERSATIONS, scope: $month) {
    breakdown(by: TEAM, first: 20) {
      slices {
        label
        source {
          name
        }
        total
      }
    }
  }
}
    fragment Total on Report {
  metric
  unit
  total
  sampleSize
}`) as unknown as TypedDocumentString<MonthlyReportQuery, MonthlyReportQueryVariables>;
export const OneMetricDocument = new TypedDocumentString(`
    query OneMetric($scope: ReportScope! = {range: {last: "P30D"}, timeZone: "Europe/Warsaw"}) {
  report(metric: CONVERSATIONS, scope: $scope) {
    total
    buckets {
      start
      value
      isComplete
    }
    bySource {
      source {
        name
      }
      total
    }
    gaps {
      source {
        name
      }
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OneMetricQuery, OneMetricQueryVariables>;
export const QueueMonitorDocument = new TypedDocumentString(`
    query QueueMonitor($today: ReportScope! = {range: {preset: TODAY}, granularity: HOUR, timeZone: "America/New_York"}, $week: ReportScope! = {range: {last: "P7D"}, timeZone: "America/New_York"}) {
  today: queueStats(scope: $today) {
    ...Outcomes
    buckets {
      start
      queued {
        count
      }
      abandoned {
        count
      }
    }
    live {
      open
      unattended
      unassigned
      byAgent {
        agent {
          name
        }
        open
      }
      asOf
    }
    gaps {
      source {
        name
      }
      code
      message
    }
  }
  week: queueStats(scope: $week) {
    ...Outcomes
  }
}
    fragment Outcomes on QueueStats {
  queued {
    count
    wait {
      min
      average
      max
    }
  }
  entered {
    count
    wait {
      average
    }
  }
  abandoned {
    count
    wait {
      average
    }
  }
  abandonmentRate
}`) as unknown as TypedDocumentString<QueueMonitorQuery, QueueMonitorQueryVariables>;
export const ResponseSpeedDocument = new TypedDocumentString(`
    query ResponseSpeed($scope: ReportScope! = {range: {last: "P12W"}, granularity: WEEK, timeZone: "Europe/Warsaw"}) {
  report(metric: FIRST_RESPONSE_TIME, scope: $scope) {
    unit
    total
    sampleSize
    buckets {
      start
      end
      value
      sampleSize
    }
    warnings {
      source {
        name
      }
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ResponseSpeedQuery, ResponseSpeedQueryVariables>;
export const TwoZonesDocument = new TypedDocumentString(`
    query TwoZones($warsaw: ReportScope! = {range: {last: "P7D"}, timeZone: "Europe/Warsaw"}, $newYork: ReportScope! = {range: {last: "P7D"}, timeZone: "America/New_York"}) {
  warsaw: report(metric: CONVERSATIONS, scope: $warsaw) {
    buckets {
      start
      value
    }
  }
  newYork: report(metric: CONVERSATIONS, scope: $newYork) {
    buckets {
      start
      value
    }
  }
}
    `) as unknown as TypedDocumentString<TwoZonesQuery, TwoZonesQueryVariables>;
export const WallboardDocument = new TypedDocumentString(`
    query Wallboard($today: ReportScope! = {range: {preset: TODAY}, timeZone: "Europe/Warsaw"}, $byHour: ReportScope! = {range: {preset: TODAY}, granularity: HOUR, timeZone: "Europe/Warsaw"}) {
  figures: reports(
    metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, RESPONSE_TIME, SATISFACTION]
    scope: $today
  ) {
    metric
    unit
    total
    sampleSize
    bySource {
      source {
        name
      }
      total
      sampleSize
    }
    comparison {
      absolute
      relative
    }
    isPartial
    gaps {
      source {
        name
      }
      code
    }
    warnings {
      source {
        name
      }
      code
      message
    }
  }
  hours: report(metric: CONVERSATIONS, scope: $byHour) {
    total
    buckets {
      start
      value
      isComplete
    }
  }
  now: queueStats(scope: $today) {
    live {
      open
      unattended
      unassigned
      asOf
    }
  }
}
    `) as unknown as TypedDocumentString<WallboardQuery, WallboardQueryVariables>;
export const YearDocument = new TypedDocumentString(`
    query Year($scope: ReportScope! = {range: {last: "P12M"}, granularity: MONTH, timeZone: "America/New_York"}) {
  tickets: report(metric: TICKETS_CREATED, scope: $scope) {
    total
    buckets {
      start
      value
    }
  }
  peak: report(metric: PEAK_CONCURRENT_CHATS, scope: $scope) {
    total
    isPartial
    gaps {
      source {
        id
      }
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<YearQuery, YearQueryVariables>;
export const ComparisonsDocument = new TypedDocumentString(`
    query Comparisons($metrics: [Metric!]!, $scope: ReportScope!, $to: ComparisonPeriod!) {
  reports(metrics: $metrics, scope: $scope) {
    comparison(to: $to) {
      absolute
      relative
      report {
        metric
        buckets {
          start
          end
          value
          sampleSize
        }
        total
        sampleSize
        gaps {
          code
          message
        }
        warnings {
          code
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ComparisonsQuery, ComparisonsQueryVariables>;
export const QueueDocument = new TypedDocumentString(`
    query Queue($scope: ReportScope!) {
  queueStats(scope: $scope) {
    ...Waits
    abandonmentRate
    buckets {
      start
      end
      ...BucketWaits
    }
    isPartial
    gaps {
      source {
        id
      }
      code
    }
    warnings {
      code
    }
  }
}
    fragment Waits on QueueStats {
  queued {
    ...Wait
  }
  entered {
    ...Wait
  }
  abandoned {
    ...Wait
  }
}
fragment BucketWaits on QueueBucket {
  queued {
    ...Wait
  }
  entered {
    ...Wait
  }
  abandoned {
    ...Wait
  }
}
fragment Wait on QueueOutcome {
  count
  wait {
    min
    average
    max
  }
}`) as unknown as TypedDocumentString<QueueQuery, QueueQueryVariables>;
export const RankedAgentsDocument = new TypedDocumentString(`
    query RankedAgents($subject: RankingSubject!, $scope: ReportScope!, $first: Int!) {
  ranking(subject: $subject, scope: $scope, first: $first) {
    subject
    range {
      start
      end
      timeZone
    }
    entries {
      position
      agent {
        email
      }
      good
      bad
      total
      satisfaction
      score
    }
    hasMore
    isPartial
    gaps {
      source {
        id
      }
      code
      message
    }
    warnings {
      source {
        id
      }
      code
    }
  }
}
    `) as unknown as TypedDocumentString<RankedAgentsQuery, RankedAgentsQueryVariables>;
export const ReportsDocument = new TypedDocumentString(`
    query Reports($metrics: [Metric!]!, $scope: ReportScope!) {
  reports(metrics: $metrics, scope: $scope) {
    metric
    buckets {
      start
      end
      value
      sampleSize
    }
    total
    sampleSize
    gaps {
      code
      message
    }
    warnings {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ReportsQuery, ReportsQueryVariables>;