import { hash } from 'node:crypto'
import type { z } from 'zod'
import type { Provider, Source } from '../report/port/source.ts'
import type { ObserveCall } from '../upstream/call-observer.ts'
import type { UpstreamCounts } from '../upstream/client.ts'
import type { SharedState } from '../upstream/rate-limit/rate-limiter.ts'
import type { BodyMemory } from '../upstream/request.ts'
import type { ListLifetimes } from './cached-list.ts'

/** The settings that every source has. */
export interface CommonSettings {
  readonly id: string
  readonly name: string
  /** IANA name of the time zone of the account. */
  readonly timeZone: string
  /** False if it is not configured: the days of the account may then begin at any hour. */
  readonly isTimeZoneKnown: boolean
}

/** Limits of all sources; durations in milliseconds. */
export interface SourceLimits extends ListLifetimes {
  /** Time limit of one attempt; by default that of the provider. */
  readonly attemptTimeout?: number
  /** The rate budget of an account that all replicas share. */
  readonly shareBudget?: (account: string) => SharedState
  /** Limits the total size of response bodies being read from all sources. */
  readonly bodyMemory?: BodyMemory
  /** Observes the calls of one source. */
  readonly observeCall?: ObserveCall
}

export interface OpenSource {
  readonly source: Source
  /** Its calls by outcome, and the state of its queue and circuit breaker. */
  countCalls(): UpstreamCounts
  close(): Promise<void>
}

/** The entry point of a provider: the default export of a folder beside this file. */
export interface ProviderDefinition<S extends z.ZodObject = z.ZodObject> {
  readonly provider: Provider
  /** The provider's own settings. */
  readonly settings: S
  /** Environment variables that configure one source with the provider's name as its id, by setting. */
  readonly environment: Readonly<Record<string, string>>
  open(config: z.infer<S> & CommonSettings, limits: SourceLimits): OpenSource
}

/** A digest of what identifies an account, including credentials: those with fewer permissions must not share its cache. */
export const nameAccount = (...parts: readonly (string | number)[]): string =>
  hash('sha256', JSON.stringify(parts), 'base64url')

/** Checks the types of one provider, and widens them to the type that all providers share. */
export const defineProvider = <S extends z.ZodObject>(entry: ProviderDefinition<S>): ProviderDefinition =>
  entry as unknown as ProviderDefinition
