/**
 * What GraphiQL opens with: each runs as it stands. Scopes are defaults of variables, for GraphiQL 5 drops the
 * variables of the first tab.
 */
export const examples: readonly string[] = [
  `# One metric over both products, day by day, in any time zone.
query Conversations(
  $scope: ReportScope! = {
    range: { last: "P30D" }
    timeZone: "Europe/Warsaw"
  }
) {
  report(metric: CONVERSATIONS, scope: $scope) {
    total
    buckets { start value isComplete }
    bySource { source { name } total }
    gaps { source { name } code message }
  }
}`,
  `# A dashboard: one scope serves every metric, and each upstream report is read once.
query Dashboard(
  $scope: ReportScope! = {
    range: { preset: THIS_MONTH }
    timeZone: "Europe/Warsaw"
  }
) {
  reports(
    metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, RESPONSE_TIME, RESOLUTION_TIME, SATISFACTION]
    scope: $scope
  ) {
    metric
    unit
    total
    sampleSize
    isPartial
    gaps { source { id } code }
    warnings { source { id } code message }
  }
}`,
  `# Speed by ISO week, with the number of answers behind each mean.
query Speed(
  $scope: ReportScope! = {
    range: { last: "P12W" }
    granularity: WEEK
    timeZone: "Europe/Warsaw"
  }
) {
  report(metric: FIRST_RESPONSE_TIME, scope: $scope) {
    unit
    total
    sampleSize
    buckets { start end value sampleSize }
  }
}`,
  `# Today by the hour: hours that have not begun are null, not 0.
query Today(
  $scope: ReportScope! = {
    range: { preset: TODAY }
    granularity: HOUR
    timeZone: "Asia/Kolkata"
  }
) {
  report(metric: CONVERSATIONS, scope: $scope) {
    range { start end timeZone }
    buckets { start value isComplete }
  }
}`,
  `# The queue: seven metrics, two upstream calls.
query Queue(
  $scope: ReportScope! = {
    range: { last: "P7D" }
    timeZone: "America/New_York"
  }
) {
  reports(
    metrics: [
      QUEUED_VISITORS, QUEUE_ENTRIES, QUEUE_ABANDONMENTS, ABANDONMENT_RATE
      QUEUE_WAITING_TIME, QUEUE_WAITING_TIME_MIN, QUEUE_WAITING_TIME_MAX
    ]
    scope: $scope
  ) {
    metric
    unit
    total
    sampleSize
  }
}`,
  `# One person, by e-mail address: the same in every source.
query Agent(
  $scope: ReportScope! = {
    range: { last: "P30D" }
    timeZone: "Europe/Warsaw"
    filter: { agentEmail: "ewa.nowak@demo.example" }
  }
) {
  reports(metrics: [CONVERSATIONS, FIRST_RESPONSE_TIME, RESPONSE_TIME, AVAILABILITY, RATINGS_GOOD], scope: $scope) {
    metric
    total
    sampleSize
    bySource { source { id } total }
    gaps { source { id } code message }
  }
}`,
  `# Two zones, one answer each: where does the day begin?
query TwoZones(
  $warsaw: ReportScope! = {
    range: { last: "P7D" }
    timeZone: "Europe/Warsaw"
  }
  $newYork: ReportScope! = {
    range: { last: "P7D" }
    timeZone: "America/New_York"
  }
) {
  warsaw: report(metric: CONVERSATIONS, scope: $warsaw) { buckets { start value } }
  newYork: report(metric: CONVERSATIONS, scope: $newYork) { buckets { start value } }
}`,
  `# A year by month, and which days LiveChat has forgotten.
query Year(
  $scope: ReportScope! = {
    range: { last: "P12M" }
    granularity: MONTH
    timeZone: "America/New_York"
  }
) {
  tickets: report(metric: TICKETS_CREATED, scope: $scope) { total buckets { start value } }
  peak: report(metric: PEAK_CONCURRENT_CHATS, scope: $scope) {
    total
    isPartial
    gaps { source { id } code message }
  }
}`,
  `# A leaderboard: with totals alone, Chatwoot is asked once for all agents.
query Leaderboard(
  $scope: ReportScope! = {
    range: { preset: LAST_MONTH }
    timeZone: "Europe/Warsaw"
  }
) {
  report(metric: CONVERSATIONS, scope: $scope) {
    breakdown(by: AGENT, first: 5) {
      slices { label total agent { email sources { name } } }
      hasMore
    }
  }
}`,
  `# Agents by how well customers rated them, one entry a person.
query Ranking(
  $scope: ReportScope! = {
    range: { last: "P30D" }
    timeZone: "America/New_York"
  }
) {
  ranking(scope: $scope, first: 5) {
    entries { position agent { name } good bad satisfaction score }
    hasMore
    warnings { source { name } code message }
  }
}`,
  `# Who waited, how long, and what is open right now.
query QueueNow(
  $scope: ReportScope! = {
    range: { preset: TODAY }
    granularity: HOUR
    timeZone: "America/New_York"
  }
) {
  queueStats(scope: $scope) {
    queued { count wait { min average max } }
    abandonmentRate
    buckets { start queued { count } abandoned { count } }
    live { open unattended unassigned byAgent { agent { email } open } asOf }
  }
}`,
  `# This month against the last, up to the same hour of the same day.
query Compared(
  $scope: ReportScope! = {
    range: { preset: THIS_MONTH }
    timeZone: "Europe/Warsaw"
  }
) {
  report(metric: CONVERSATIONS, scope: $scope) {
    total
    comparison(to: PREVIOUS_PERIOD) {
      absolute
      relative
      report { total range { start end } }
    }
  }
}`,
  `# What can be asked, and which product answers it from where.
query Catalogue {
  sources { id name provider timeZone status { isReachable version } teams { id name } }
  metrics {
    metric
    description
    unit
    aggregation
    support { provider isSupported upstream filters note }
  }
}`,
]
