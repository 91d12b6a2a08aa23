/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How buckets combine into longer ones and across sources. Values may be added. */
export type Aggregation =
  /** The greatest value counts. */
  | 'MAX'
  /** Values are averaged, weighted by `sampleSize`. */
  | 'MEAN'
  /** The least value counts. */
  | 'MIN'
  /** Parts and wholes are added, then divided. */
  | 'RATIO'
  /** Values are added. */
  | 'SUM';

/** Whole calendar days in the asked time zone, both included: what a date picker gives. */
export type DaysInput = {
  /** The first day. */
  first: string;
  /** The last day, included; not before the first. */
  last: string;
};

/** Which part of the work to measure. A source that cannot apply a filter contributes nothing and says so in `gaps`; it never answers as if unfiltered. */
export type FilterInput = {
  /** The agent's e-mail address: the same person in every source. */
  agentEmail?: string | null | undefined;
  /** Count business hours alone in means; Chatwoot only. Changes nothing on other metrics; false is the same as absent. */
  businessHours?: boolean | null | undefined;
  /** Id of a goal, `<source id>:<number>`. Sources other than its own contribute nothing. */
  goal?: string | number | null | undefined;
  /** Id of a greeting, `<source id>:<number>`. Sources other than its own contribute nothing. */
  greeting?: string | number | null | undefined;
  /** Id of an inbox, `<source id>:<number>`. Sources other than its own contribute nothing. */
  inbox?: string | number | null | undefined;
  /** Ids of sources; all that the caller may read when omitted. */
  sources?: Array<string | number> | null | undefined;
  /** A LiveChat tag or Chatwoot label by name. More than one is a gap FILTER_UNSUPPORTED: neither product defines it. */
  tags?: Array<string> | null | undefined;
  /** Id of a team, `<source id>:<number>`, e.g. support:3; a LiveChat group is a team. Sources other than its own contribute nothing. */
  team?: string | number | null | undefined;
};

/** What a metric can be narrowed by. Values may be added. */
export type FilterKind =
  /** `agentEmail`. */
  | 'AGENT'
  /** `businessHours`. */
  | 'BUSINESS_HOURS'
  /** `goal`. */
  | 'GOAL'
  /** `greeting`. */
  | 'GREETING'
  /** `inbox`. */
  | 'INBOX'
  /** `tags`. */
  | 'TAGS'
  /** `team`. */
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
  /** The provider does not measure this. */
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
  /** Calendar months. */
  | 'MONTH'
  /** Calendar quarters, the first beginning in January. */
  | 'QUARTER'
  /** ISO weeks, Monday to Sunday. */
  | 'WEEK'
  /** Calendar years. */
  | 'YEAR';

/** Half-open instants, each the beginning of an hour in the asked zone. */
export type InstantsInput = {
  /** The first instant. */
  from: string;
  /** The end, not included; after `from`. */
  to: string;
};

/** What can be measured. `Query.metrics` tells which provider answers each from where. Values may be added. */
export type Metric =
  /** Share of queued visitors who left the queue before an agent had time. */
  | 'ABANDONMENT_RATE'
  /** Seconds during which at least one of the agents asked about accepted chats. */
  | 'AVAILABILITY'
  /** Conversations that a bot handed to a person. */
  | 'BOT_HANDOFFS'
  /** Conversations that a bot resolved and never handed to a person within the range. */
  | 'BOT_RESOLUTIONS'
  /** Seconds that the agents asked about spent in chats. */
  | 'CHATTING_TIME'
  /** Conversations or chats that began. */
  | 'CONVERSATIONS'
  /** Chats that an agent began by inviting a visitor. */
  | 'CONVERSATIONS_FROM_AGENT'
  /** Chats that began from an automatic greeting. */
  | 'CONVERSATIONS_FROM_GREETING'
  /** Chats that a visitor began without being greeted. */
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
  /** Bad ratings by customers. */
  | 'RATINGS_BAD'
  /** Good ratings by customers. */
  | 'RATINGS_GOOD'
  /** Times a conversation was resolved; resolved twice counts twice. */
  | 'RESOLUTIONS'
  /** Mean seconds from the beginning of a conversation to each time it was resolved. */
  | 'RESOLUTION_TIME'
  /** Mean seconds a customer waited for each answer; Chatwoot leaves the first one out. */
  | 'RESPONSE_TIME'
  /** Share of good ratings among good and bad ones. */
  | 'SATISFACTION'
  /** Tickets created. */
  | 'TICKETS_CREATED'
  /** Tickets that agents created during a chat. */
  | 'TICKETS_FROM_CHAT'
  /** Tickets that visitors created with the ticket form. */
  | 'TICKETS_FROM_CHAT_WINDOW'
  /** Tickets created from e-mail. */
  | 'TICKETS_FROM_MAIL'
  /** Tickets solved. */
  | 'TICKETS_SOLVED'
  /** Mean seconds until a ticket was first answered, for tickets first answered. */
  | 'TICKET_FIRST_RESPONSE_TIME'
  /** Bad ratings of tickets. */
  | 'TICKET_RATINGS_BAD'
  /** Good ratings of tickets. */
  | 'TICKET_RATINGS_GOOD'
  /** Mean seconds from the creation of a ticket to its solution, for tickets solved. */
  | 'TICKET_RESOLUTION_TIME'
  /** Share of good ratings of tickets among good and bad ones. */
  | 'TICKET_SATISFACTION';

/** A product whose reports the gateway reads. Values may be added. */
export type Provider =
  /** Chatwoot, hosted by its makers or by yourself. */
  | 'CHATWOOT'
  /** LiveChat by Text. */
  | 'LIVECHAT';

/** A range of time, in exactly one of four forms. It must lie between the years 2000 and 2099. */
export type RangeInput =
  {   /** Half-open instants, each the beginning of an hour in the asked zone. Cut days are read by the hour; a source without hours is a gap GRANULARITY_UNSUPPORTED. */
  between: InstantsInput; days?: never; last?: never; preset?: never; }
  |  { between?: never;   /** Whole calendar days in the asked time zone, both included: what a date picker gives. */
  days: DaysInput; last?: never; preset?: never; }
  |  { between?: never; days?: never;   /** Up to now: P30D is the last 30 calendar days with today the last (weeks, months and years likewise, the present one the last); PT24H the last 24 hours with the current hour the last. */
  last: string; preset?: never; }
  |  { between?: never; days?: never; last?: never;   /** A calendar unit around now. */
  preset: RangePreset; };

/** Calendar units around now. THIS_* covers the whole unit: buckets that have not begun have value null, isComplete false, and are never asked upstream. Values may be added. */
export type RangePreset =
  /** The month before. */
  | 'LAST_MONTH'
  /** The quarter before. */
  | 'LAST_QUARTER'
  /** The ISO week before. */
  | 'LAST_WEEK'
  /** The year before. */
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
  /** The day before. */
  | 'YESTERDAY';

/** When, how finely, and which part of the work to measure. One variable serves every field of a dashboard. */
export type ReportScope = {
  /** Narrows the measurement; everything when omitted. */
  filter?: FilterInput | null | undefined;
  /** How finely the range is cut; at most 10,000 buckets. */
  granularity?: Granularity;
  /** The time to measure. */
  range: RangeInput;
  /** The zone in which days begin; the gateway's configured one, else UTC, when omitted. */
  timeZone?: string | null | undefined;
};

/** What a number counts. Values may be added. */
export type Unit =
  /** Events. */
  | 'COUNT'
  /** A share between 0 and 1. */
  | 'RATIO'
  /** Seconds. */
  | 'SECONDS';

/** In which way figures are not exactly what was asked. Values may be added. */
export type WarningCode =
  /** The provider's rounding or definition makes the combined figure approximate. */
  | 'ESTIMATED'
  /** The provider did not answer; older figures stand in. */
  | 'STALE'
  /** The provider cut the days in the account's own zone. */
  | 'TIME_ZONE_APPROXIMATED';

export type ConversationsQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type ConversationsQuery = { report: { total: number | null, buckets: Array<{ start: string, value: number | null, isComplete: boolean }>, bySource: Array<{ total: number | null, source: { name: string } }>, gaps: Array<{ code: GapCode, message: string, source: { name: string } }> } | null };

export type DashboardQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type DashboardQuery = { reports: Array<{ metric: Metric, unit: Unit, total: number | null, sampleSize: number | null, isPartial: boolean, gaps: Array<{ code: GapCode, source: { id: string } }>, warnings: Array<{ code: WarningCode, message: string, source: { id: string } }> } | null> };

export type SpeedQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type SpeedQuery = { report: { unit: Unit, total: number | null, sampleSize: number | null, buckets: Array<{ start: string, end: string, value: number | null, sampleSize: number | null }> } | null };

export type TodayQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type TodayQuery = { report: { range: { start: string, end: string, timeZone: string }, buckets: Array<{ start: string, value: number | null, isComplete: boolean }> } | null };

export type QueueQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type QueueQuery = { reports: Array<{ metric: Metric, unit: Unit, total: number | null, sampleSize: number | null } | null> };

export type AgentQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type AgentQuery = { reports: Array<{ metric: Metric, total: number | null, sampleSize: number | null, bySource: Array<{ total: number | null, source: { id: string } }>, gaps: Array<{ code: GapCode, message: string, source: { id: string } }> } | null> };

export type TwoZonesQueryVariables = Exact<{
  warsaw?: ReportScope;
  newYork?: ReportScope;
}>;


export type TwoZonesQuery = { warsaw: { buckets: Array<{ start: string, value: number | null }> } | null, newYork: { buckets: Array<{ start: string, value: number | null }> } | null };

export type YearQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type YearQuery = { tickets: { total: number | null, buckets: Array<{ start: string, value: number | null }> } | null, peak: { total: number | null, isPartial: boolean, gaps: Array<{ code: GapCode, message: string, source: { id: string } }> } | null };

export type LeaderboardQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type LeaderboardQuery = { report: { breakdown: { hasMore: boolean, slices: Array<{ label: string, total: number | null, agent: { email: string, sources: Array<{ name: string }> } | null }> } | null } | null };

export type RankingQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type RankingQuery = { ranking: { hasMore: boolean, entries: Array<{ position: number, good: number, bad: number, satisfaction: number, score: number, agent: { name: string } }>, warnings: Array<{ code: WarningCode, message: string, source: { name: string } }> } | null };

export type QueueNowQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type QueueNowQuery = { queueStats: { abandonmentRate: number | null, queued: { count: number | null, wait: { min: number | null, average: number | null, max: number | null } | null }, buckets: Array<{ start: string, queued: { count: number | null }, abandoned: { count: number | null } }>, live: { open: number, unattended: number, unassigned: number, asOf: string, byAgent: Array<{ open: number, agent: { email: string } }> | null } | null } | null };

export type ComparedQueryVariables = Exact<{
  scope?: ReportScope;
}>;


export type ComparedQuery = { report: { total: number | null, comparison: { absolute: number | null, relative: number | null, report: { total: number | null, range: { start: string, end: string } } } | null } | null };

export type CatalogueQueryVariables = Exact<{ [key: string]: never; }>;


export type CatalogueQuery = { sources: Array<{ id: string, name: string, provider: Provider, timeZone: string, status: { isReachable: boolean, version: string | null }, teams: Array<{ id: string, name: string }> | null }>, metrics: Array<{ metric: Metric, description: string, unit: Unit, aggregation: Aggregation, support: Array<{ provider: Provider, isSupported: boolean, upstream: string | null, filters: Array<FilterKind>, note: string | null }> }> };

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

export const ConversationsDocument = new TypedDocumentString(`
    query Conversations($scope: ReportScope! = {range: {last: "P30D"}, timeZone: "Europe/Warsaw"}) {
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
    `) as unknown as TypedDocumentString<ConversationsQuery, ConversationsQueryVariables>;
export const DashboardDocument = new TypedDocumentString(`
    query Dashboard($scope: ReportScope! = {range: {preset: THIS_MONTH}, timeZone: "Europe/Warsaw"}) {
  reports(
    metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, RESPONSE_TIME, RESOLUTION_TIME, SATISFACTION]
    scope: $scope
  ) {
    metric
    unit
    total
    sampleSize
    isPartial
    gaps {
      source {
        id
      }
      code
    }
    warnings {
      source {
        id
      }
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardQuery, DashboardQueryVariables>;
export const SpeedDocument = new TypedDocumentString(`
    query Speed($scope: ReportScope! = {range: {last: "P12W"}, granularity: WEEK, timeZone: "Europe/Warsaw"}) {
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
  }
}
    `) as unknown as TypedDocumentString<SpeedQuery, SpeedQueryVariables>;
export const TodayDocument = new TypedDocumentString(`
    query Today($scope: ReportScope! = {range: {preset: TODAY}, granularity: HOUR, timeZone: "Asia/Kolkata"}) {
  report(metric: CONVERSATIONS, scope: $scope) {
    range {
      start
      end
      timeZone
    }
    buckets {
      start
      value
      isComplete
    }
  }
}
    `) as unknown as TypedDocumentString<TodayQuery, TodayQueryVariables>;
export const QueueDocument = new TypedDocumentString(`
    query Queue($scope: ReportScope! = {range: {last: "P7D"}, timeZone: "America/New_York"}) {
  reports(
    metrics: [QUEUED_VISITORS, QUEUE_ENTRIES, QUEUE_ABANDONMENTS, ABANDONMENT_RATE, QUEUE_WAITING_TIME, QUEUE_WAITING_TIME_MIN, QUEUE_WAITING_TIME_MAX]
    scope: $scope
  ) {
    metric
    unit
    total
    sampleSize
  }
}
    `) as unknown as TypedDocumentString<QueueQuery, QueueQueryVariables>;
export const AgentDocument = new TypedDocumentString(`
    query Agent($scope: ReportScope! = {range: {last: "P30D"}, timeZone: "Europe/Warsaw", filter: {agentEmail: "ewa.nowak@demo.example"}}) {
  reports(
    metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, RESPONSE_TIME, AVAILABILITY, RATINGS_GOOD]
    scope: $scope
  ) {
    metric
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
export const LeaderboardDocument = new TypedDocumentString(`
    query Leaderboard($scope: ReportScope! = {range: {preset: LAST_MONTH}, timeZone: "Europe/Warsaw"}) {
  report(metric: CONVERSATIONS, scope: $scope) {
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
}
    `) as unknown as TypedDocumentString<LeaderboardQuery, LeaderboardQueryVariables>;
export const RankingDocument = new TypedDocumentString(`
    query Ranking($scope: ReportScope! = {range: {last: "P30D"}, timeZone: "America/New_York"}) {
  ranking(scope: $scope, first: 5) {
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
    warnings {
      source {
        name
      }
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RankingQuery, RankingQueryVariables>;
export const QueueNowDocument = new TypedDocumentString(`
    query QueueNow($scope: ReportScope! = {range: {preset: TODAY}, granularity: HOUR, timeZone: "America/New_York"}) {
  queueStats(scope: $scope) {
    queued {
      count
      wait {
        min
        average
        max
      }
    }
    abandonmentRate
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
          email
        }
        open
      }
      asOf
    }
  }
}
    `) as unknown as TypedDocumentString<QueueNowQuery, QueueNowQueryVariables>;
export const ComparedDocument = new TypedDocumentString(`
    query Compared($scope: ReportScope! = {range: {preset: THIS_MONTH}, timeZone: "Europe/Warsaw"}) {
  report(metric: CONVERSATIONS, scope: $scope) {
    total
    comparison(to: PREVIOUS_PERIOD) {
      absolute
      relative
      report {
        total
        range {
          start
          end
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ComparedQuery, ComparedQueryVariables>;
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