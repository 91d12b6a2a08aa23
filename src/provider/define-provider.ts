import { hash } from 'node:crypto'
import type { z } from 'zod'
import type { Provider, Source } from '../report/port/port.ts'
import type { ObserveCall } from '../upstream/call-observer.ts'
import type { UpstreamCounts } from '../upstream/client.ts'
import type { SharedState } from '../upstream/rate-limiter.ts'
import type { BodyMemory } from '../upstream/read-body.ts'
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

/** Limits that hold for all sources, in milliseconds. */
export interface SourceLimits extends ListLifetimes {
  /** One attempt; each provider has a figure of its own. */
  readonly attemptTimeout?: number
  /** Where all replicas keep the rate budget of the account of this name. */
  readonly shareBudget?: (account: string) => SharedState
  /** Bounds the bodies that are read from all sources together. */
  readonly bodyMemory?: BodyMemory
  /** Watches the calls of one source. */
  readonly observeCall?: ObserveCall
}

export interface OpenSource {
  readonly source: Source
  /** What became of its calls, and how things stand. */
  countCalls(): UpstreamCounts
  close(): Promise<void>
}

/** A product as the gateway starts it: the default export of a folder beside this file. */
export interface ProviderDefinition<S extends z.ZodObject = z.ZodObject> {
  readonly provider: Provider
  /** The provider's own settings. */
  readonly settings: S
  /** Environment variables that configure one source with the provider's name as its id, by setting. */
  readonly environment: Readonly<Record<string, string>>
  open(config: z.infer<S> & CommonSettings, limits: SourceLimits): OpenSource
}

/** Names an account by what tells it from others, credentials included: who may read less must share nothing. */
export const nameAccount = (...parts: readonly (string | number)[]): string =>
  hash('sha256', JSON.stringify(parts), 'base64url')

/** Types an entry by its settings, and gives it the one type of all entries. */
export const defineProvider = <S extends z.ZodObject>(entry: ProviderDefinition<S>): ProviderDefinition =>
  entry as unknown as ProviderDefinition
