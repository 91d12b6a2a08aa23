/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How values of several buckets or sources are combined. More values may be added in future versions. */
export type Aggregation =
  /** The largest value is taken. */
  | 'MAX'
  /** Values are averaged, weighted by `sampleSize`. */
  | 'MEAN'
  /** The smallest value is taken. */
  | 'MIN'
  /** Numerators and denominators are added, then divided. */
  | 'RATIO'
  /** Values are added. */
  | 'SUM';

/** The period that a report is compared with. More values may be added in future versions. */
export type ComparisonPeriod =
  /** The period immediately before, however the range was written: for whole calendar months (quarters and years included) as many months, for other whole days (weeks included) as many days, otherwise the same length of time. */
  | 'PREVIOUS_PERIOD'
  /** The dates of the range one year earlier; 29 February is compared with 28 February. */
  | 'PREVIOUS_YEAR'
  /** The range 52 weeks earlier, so that each day is compared with the same day of the week. */
  | 'PREVIOUS_YEAR_SAME_WEEKDAY';

/** A day of the week. More values may be added in future versions. */
export type DayOfWeek =
  /** The day after Thursday. */
  | 'FRIDAY'
  /** Monday, the first day of an ISO 8601 week. */
  | 'MONDAY'
  /** The day after Friday. */
  | 'SATURDAY'
  /** The day after Saturday, the last day of an ISO 8601 week. */
  | 'SUNDAY'
  /** The day after Wednesday. */
  | 'THURSDAY'
  /** The day after Monday. */
  | 'TUESDAY'
  /** The day after Tuesday. */
  | 'WEDNESDAY';

/** Whole calendar days in the requested time zone, first and last inclusive. */
export type DaysInput = {
  /** The first day, inclusive. */
  readonly first: string;
  /** The last day, inclusive; not before `first`. */
  readonly last: string;
};

/** Restricts what is measured; absent fields do not restrict anything. A source that cannot apply a filter is listed in `gaps`; its unfiltered figures are never returned instead. */
export type FilterInput = {
  /** The e-mail address of an agent, which identifies the agent in every source. */
  readonly agentEmail?: string | null | undefined;
  /** Measures mean times in business hours only; Chatwoot only. Does not affect other metrics; false is the same as absent. */
  readonly businessHours?: boolean | null | undefined;
  /** Id of a goal, `<source id>:goal:<number>`. Other sources contribute nothing. */
  readonly goal?: string | null | undefined;
  /** Id of a greeting, `<source id>:greeting:<number>`. Other sources contribute nothing. */
  readonly greeting?: string | null | undefined;
  /** Id of an inbox, `<source id>:inbox:<number>`. Other sources contribute nothing. */
  readonly inbox?: string | null | undefined;
  /** Ids of the sources to include; by default all sources that the caller may read. */
  readonly sources?: ReadonlyArray<string> | null | undefined;
  /** The name of a LiveChat tag or Chatwoot label. More than one results in the gap FILTER_UNSUPPORTED, because no provider defines how tags combine; more than 50 are BAD_USER_INPUT. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** Id of a team or LiveChat group, `<source id>:team:<number>`, e.g. support:team:3. Other sources contribute nothing. */
  readonly team?: string | null | undefined;
};

/** A kind of filter. More values may be added in future versions. */
export type FilterKind =
  /** One agent, by `FilterInput.agentEmail`. */
  | 'AGENT'
  /** Business hours only, by `FilterInput.businessHours`. */
  | 'BUSINESS_HOURS'
  /** One goal, by `FilterInput.goal`. */
  | 'GOAL'
  /** One greeting, by `FilterInput.greeting`. */
  | 'GREETING'
  /** One inbox, by `FilterInput.inbox`. */
  | 'INBOX'
  /** One tag or label, by `FilterInput.tags`. */
  | 'TAGS'
  /** One team or group, by `FilterInput.team`. */
  | 'TEAM';

/** Why figures of a source are missing, entirely or in part. More values may be added in future versions. */
export type GapCode =
  /** The source sent a response that is not a valid report. */
  | 'BAD_RESPONSE'
  /** The provider cannot apply this filter to this metric; unfiltered figures are never returned instead. */
  | 'FILTER_UNSUPPORTED'
  /** The source's account or plan does not include this report. */
  | 'FORBIDDEN'
  /** The provider cannot report this metric at the requested granularity. */
  | 'GRANULARITY_UNSUPPORTED'
  /** The provider does not measure this metric. */
  | 'METRIC_UNSUPPORTED'
  /** The source has no such agent, team, inbox, tag, goal or greeting. */
  | 'NOT_FOUND'
  /** The provider no longer has some days of the range; the message names the first available day. */
  | 'OUT_OF_RETENTION'
  /** The range needs more upstream calls than allowed; the message names the limit. */
  | 'RANGE_TOO_LONG'
  /** The rate limit of the source is reached; see `retryAfter`. */
  | 'RATE_LIMITED'
  /** The source did not respond in time. */
  | 'TIMEOUT'
  /** The source rejected its configured credentials. */
  | 'UNAUTHENTICATED'
  /** The source failed or cannot be reached. */
  | 'UNAVAILABLE';

/** The length of a bucket: a calendar unit in the requested time zone. More values may be added in future versions. */
export type Granularity =
  /** Calendar days; a day with a DST transition has 23 to 25 hours. */
  | 'DAY'
  /** Hours of the local clock. An hour that is repeated at a DST transition is two buckets. */
  | 'HOUR'
  /** Calendar months, starting on the 1st. */
  | 'MONTH'
  /** Quarters of the year that starts in `ReportScope.fiscalYearStart`; by default in January, April, July and October. */
  | 'QUARTER'
  /** Weeks of seven days from `ReportScope.weekStart`; ISO 8601 weeks by default. */
  | 'WEEK'
  /** Years that start on the 1st of `ReportScope.fiscalYearStart`; by default on 1 January. */
  | 'YEAR';

/** A range between two instants, widened outward to whole hours of the requested time zone. */
export type InstantsInput = {
  /** Start of the range, inclusive. */
  readonly from: string;
  /** End of the range, exclusive; must be after `from`. */
  readonly to: string;
};

/** Something that can be measured. `Query.metrics` lists which providers support a metric, their limits and how they count. More values may be added in future versions. */
export type Metric =
  /** Share of queued visitors who left the queue before an agent was available. */
  | 'ABANDONMENT_RATE'
  /** Seconds during which at least one of the selected agents accepted chats. */
  | 'AVAILABILITY'
  /** Conversations that a bot handed over to an agent. */
  | 'BOT_HANDOFFS'
  /** Resolutions of conversations in which no agent sent a message and which no bot handed over to an agent within the range. */
  | 'BOT_RESOLUTIONS'
  /** Seconds that the selected agents spent in chats. */
  | 'CHATTING_TIME'
  /** Conversations or chats that were started. */
  | 'CONVERSATIONS'
  /** Chats that an agent started by inviting a visitor. */
  | 'CONVERSATIONS_FROM_AGENT'
  /** Chats that were started from an automatic greeting. */
  | 'CONVERSATIONS_FROM_GREETING'
  /** Chats that a visitor started without a greeting. */
  | 'CONVERSATIONS_FROM_VISITOR'
  /** Mean seconds until an agent first replied to a new conversation. */
  | 'FIRST_RESPONSE_TIME'
  /** Goals that visitors reached. */
  | 'GOALS'
  /** Greetings that led to a chat. */
  | 'GREETINGS_ACCEPTED'
  /** Greetings shown to visitors. */
  | 'GREETINGS_DISPLAYED'
  /** Goals that visitors reached after a greeting. */
  | 'GREETING_GOALS'
  /** Messages that customers sent. */
  | 'INCOMING_MESSAGES'
  /** Chats in which no agent sent a message, not counting the welcome message. */
  | 'MISSED_CONVERSATIONS'
  /** Messages that agents and bots sent, including private notes. */
  | 'OUTGOING_MESSAGES'
  /** The highest number of simultaneous chats. */
  | 'PEAK_CONCURRENT_CHATS'
  /** Visitors who waited in the queue, including those who left. */
  | 'QUEUED_VISITORS'
  /** Visitors who left the queue before an agent was available. */
  | 'QUEUE_ABANDONMENTS'
  /** Visitors who entered a chat from the queue. */
  | 'QUEUE_ENTRIES'
  /** Mean seconds that visitors waited in the queue, including those who left. */
  | 'QUEUE_WAITING_TIME'
  /** The longest wait in the queue, in seconds. */
  | 'QUEUE_WAITING_TIME_MAX'
  /** The shortest wait in the queue, in seconds. */
  | 'QUEUE_WAITING_TIME_MIN'
  /** Bad ratings that customers gave to conversations or chats. */
  | 'RATINGS_BAD'
  /** Good ratings that customers gave to conversations or chats. */
  | 'RATINGS_GOOD'
  /** Resolutions of conversations; a conversation that is resolved twice counts twice. */
  | 'RESOLUTIONS'
  /** Mean seconds from the start of a conversation to each of its resolutions. */
  | 'RESOLUTION_TIME'
  /** Mean seconds that a customer waited for each reply; Chatwoot excludes the first reply. */
  | 'RESPONSE_TIME'
  /** Share of good ratings in the good and bad ratings of conversations or chats. */
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
  /** Mean seconds until the first response to a ticket, counted at the time of the response. */
  | 'TICKET_FIRST_RESPONSE_TIME'
  /** Bad ratings that customers gave to tickets. */
  | 'TICKET_RATINGS_BAD'
  /** Good ratings that customers gave to tickets. */
  | 'TICKET_RATINGS_GOOD'
  /** Mean seconds from the creation of a ticket to its solution, counted when the ticket is solved. */
  | 'TICKET_RESOLUTION_TIME'
  /** Share of good ratings in the good and bad ratings of tickets. */
  | 'TICKET_SATISFACTION';

/** A product that reports come from. More values may be added in future versions. */
export type Provider =
  /** Chatwoot, cloud or self-hosted. */
  | 'CHATWOOT'
  /** LiveChat by Text, through version 2 of its reporting API. */
  | 'LIVECHAT';

/** A time range in exactly one of four forms. It must lie within the years 2000 to 2099. */
export type RangeInput =
  {   /** From one instant to another, widened outward to whole hours of the requested time zone. */
  readonly between: InstantsInput; readonly days?: never; readonly last?: never; readonly preset?: never; }
  |  { readonly between?: never;   /** Whole calendar days in the requested time zone, first and last inclusive. */
  readonly days: DaysInput; readonly last?: never; readonly preset?: never; }
  |  { readonly between?: never; readonly days?: never;   /** The last days, weeks, months, years or hours, including the current one: P30D is the current day and the 29 days before it, PT24H the current hour and the 23 hours before it. */
  readonly last: string; readonly preset?: never; }
  |  { readonly between?: never; readonly days?: never; readonly last?: never;   /** A calendar unit relative to the current time. */
  readonly preset: RangePreset; };

/** A calendar unit relative to the current time. THIS_* covers the whole unit; buckets that have not started have `value` null and `isComplete` false. More values may be added in future versions. */
export type RangePreset =
  /** The month before the current one. */
  | 'LAST_MONTH'
  /** The quarter before the current one. */
  | 'LAST_QUARTER'
  /** The week before the current one. */
  | 'LAST_WEEK'
  /** The year before the current one. */
  | 'LAST_YEAR'
  /** The current month. */
  | 'THIS_MONTH'
  /** The current quarter of the year that starts in `ReportScope.fiscalYearStart`. */
  | 'THIS_QUARTER'
  /** The current week, from `ReportScope.weekStart`. */
  | 'THIS_WEEK'
  /** The current year, from the 1st of `ReportScope.fiscalYearStart`. */
  | 'THIS_YEAR'
  /** The current day. */
  | 'TODAY'
  /** The day before the current one. */
  | 'YESTERDAY';

/** What customers rated. More values may be added in future versions. */
export type RankingSubject =
  /** LiveChat chats, and Chatwoot conversations by their CSAT surveys. */
  | 'CONVERSATIONS'
  /** Tickets; LiveChat only. */
  | 'TICKETS';

/** The range, granularity, time zone and filter of a query. One variable can be shared by all fields of a dashboard. */
export type ReportScope = {
  /** Restricts what is measured; everything is included when absent. */
  readonly filter?: FilterInput | null | undefined;
  /** The month, 1 to 12, in which a year begins, for QUARTER and YEAR buckets and their presets; by default the one configured for the gateway, or 1 (January). */
  readonly fiscalYearStart?: number | null | undefined;
  /** The length of a bucket; a range may have at most 10,000 buckets. */
  readonly granularity?: Granularity;
  /** The time range to measure. */
  readonly range: RangeInput;
  /** The time zone of days and hours; by default the one configured for the gateway, or UTC. */
  readonly timeZone?: string | null | undefined;
  /** The first day of a week, for WEEK buckets and the week presets; by default the one configured for the gateway, or MONDAY. */
  readonly weekStart?: DayOfWeek | null | undefined;
};

/** The unit of a value. More values may be added in future versions. */
export type Unit =
  /** A number of events, such as chats or messages. */
  | 'COUNT'
  /** A share between 0 and 1. */
  | 'RATIO'
  /** A duration in seconds. */
  | 'SECONDS';

/** How figures differ from what was requested. More values may be added in future versions. */
export type WarningCode =
  /** Figures are approximate, or some are missing, because of how the provider rounds or counts; see the message. */
  | 'ESTIMATED'
  /** The source did not respond; figures or lists (agents, teams, inboxes, tags) from an earlier response are used. */
  | 'STALE'
  /** Hours and days are those of the account's time zone, not of the requested one. */
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

export type BusyHoursQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type BusyHoursQuery = { readonly reports: ReadonlyArray<{ readonly metric: Metric, readonly unit: Unit, readonly hoursOfWeek: { readonly hours: ReadonlyArray<{ readonly day: DayOfWeek, readonly hour: number, readonly value: number | null, readonly sampleSize: number | null, readonly occurrences: number }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly id: string } }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string }> } | null } | null> };

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

export type SameWeekdayQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type SameWeekdayQuery = { readonly reports: ReadonlyArray<{ readonly id: string, readonly metric: Metric, readonly unit: Unit, readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null }>, readonly comparison: { readonly current: number | null, readonly previous: number | null, readonly absolute: number | null, readonly relative: number | null, readonly report: { readonly buckets: ReadonlyArray<{ readonly start: string, readonly value: number | null }> }, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly id: string } }> } | null, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string, readonly source: { readonly id: string } }> } | null> };

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
  to?: ComparisonPeriod | null | undefined;
  range?: RangeInput | null | undefined;
}>;


export type ComparisonsQuery = { readonly reports: ReadonlyArray<{ readonly comparison: { readonly current: number | null, readonly previous: number | null, readonly absolute: number | null, readonly relative: number | null, readonly report: { readonly metric: Metric, readonly total: number | null, readonly sampleSize: number | null, readonly buckets: ReadonlyArray<{ readonly start: string, readonly end: string, readonly value: number | null, readonly sampleSize: number | null }>, readonly gaps: ReadonlyArray<{ readonly code: GapCode, readonly message: string }>, readonly warnings: ReadonlyArray<{ readonly code: WarningCode }> } } | null } | null> };

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
export const BusyHoursDocument = new TypedDocumentString(`
    query BusyHours($scope: ReportScope! = {range: {last: "P4W"}, granularity: WEEK, timeZone: "Europe/Warsaw"}) {
  reports(metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME], scope: $scope) {
    metric
    unit
    hoursOfWeek {
      hours {
        day
        hour
        value
        sampleSize
        occurrences
      }
      gaps {
        source {
          id
        }
        code
        message
      }
      warnings {
        code
        message
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BusyHoursQuery, BusyHoursQueryVariables>;
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
export const SameWeekdayDocument = new TypedDocumentString(`
    query SameWeekday($scope: ReportScope! = {range: {last: "P7D"}, timeZone: "Europe/Warsaw"}) {
  reports(
    metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, SATISFACTION]
    scope: $scope
  ) {
    id
    metric
    unit
    buckets {
      start
      value
    }
    comparison(to: PREVIOUS_YEAR_SAME_WEEKDAY) {
      current
      previous
      absolute
      relative
      report {
        buckets {
          start
          value
        }
      }
      gaps {
        source {
          id
        }
        code
        message
      }
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
    `) as unknown as TypedDocumentString<SameWeekdayQuery, SameWeekdayQueryVariables>;
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
    query Comparisons($metrics: [Metric!]!, $scope: ReportScope!, $to: ComparisonPeriod, $range: RangeInput) {
  reports(metrics: $metrics, scope: $scope) {
    comparison(to: $to, range: $range) {
      current
      previous
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