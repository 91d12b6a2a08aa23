import type { MemberDimension } from './directory.ts'
import { BadArgument } from './error.ts'

/** The kinds of ids that belong to one source. */
export const idKinds = ['team', 'inbox', 'goal', 'greeting'] as const
export type IdKind = (typeof idKinds)[number]

/** An id as clients write it, `<source id>:<kind>:<number>`, taken apart. */
export interface ForeignId {
  readonly source: string
  readonly id: string
}

export interface FilterInput {
  readonly sources?: readonly string[] | null | undefined
  readonly agentEmail?: string | null | undefined
  readonly team?: string | null | undefined
  readonly inbox?: string | null | undefined
  readonly tags?: readonly string[] | null | undefined
  readonly goal?: string | null | undefined
  readonly greeting?: string | null | undefined
  readonly businessHours?: boolean | null | undefined
}

/** Restricts what is measured; fields that are absent do not restrict anything. */
export interface Filter {
  readonly agentEmail?: string
  readonly team?: ForeignId
  readonly inbox?: ForeignId
  readonly tags?: readonly string[]
  readonly goal?: ForeignId
  readonly greeting?: ForeignId
  readonly businessHours: boolean
}

export function readSources(ids: readonly string[], known: readonly string[]): void {
  if (ids.length === 0)
    throw new BadArgument(
      'scope.filter.sources',
      'is empty; name at least one source, or omit it to include all sources',
    )
  // Of a longer list, one more than the known sources is enough to find an unknown or repeated one.
  for (const id of ids.slice(0, known.length + 1))
    if (!known.includes(id))
      throw new BadArgument('scope.filter.sources', `unknown source ${quote(id)}; available: ${known.join(', ')}`)
  if (ids.length > known.length)
    throw new BadArgument(
      'scope.filter.sources',
      `names ${ids.length} sources, but only ${known.length} are available; name each source once`,
    )
}

export function toFilter(input: FilterInput, sources: readonly string[]): Filter {
  const { agentEmail, tags, businessHours } = input
  const readId = (name: IdKind) => {
    const text = input[name]
    return typeof text === 'string' ? { [name]: parseId(text, name, `scope.filter.${name}`, sources) } : {}
  }
  return {
    ...(typeof agentEmail === 'string' && { agentEmail: parseEmail(agentEmail, 'scope.filter.agentEmail') }),
    ...readId('team'),
    ...readId('inbox'),
    ...readId('goal'),
    ...readId('greeting'),
    ...(tags && { tags: readTags(tags) }),
    businessHours: businessHours ?? false,
  }
}

/** The one member that a filter names, and the rest of the filter. */
export function takeMember({ agentEmail, team, inbox, tags, ...rest }: Filter) {
  const named: [MemberDimension, string][] = []
  if (agentEmail !== undefined) named.push(['AGENT', agentEmail])
  if (team) named.push(['TEAM', team.id])
  if (inbox) named.push(['INBOX', inbox.id])
  if (tags?.[0] !== undefined) named.push(['TAG', tags[0]])
  const [first, second] = named
  return first && !second ? { by: first[0], key: first[1], rest } : undefined
}

/** An id as clients write it: the kind keeps a team and an inbox of the same number apart. */
export const printId = (kind: IdKind, { source, id }: ForeignId): string => `${source}:${kind}:${id}`

/** Takes an id of a kind apart; upstream ids of both products are whole numbers. Throws BadArgument. */
export function parseId(text: string, kind: IdKind, argument: string, sources: readonly string[]): ForeignId {
  const [, source = '', written, id = ''] = /^([^:]+):(?:(team|inbox|goal|greeting):)?(\d{1,18})$/.exec(text) ?? []
  const right = `${source || 'support'}:${kind}:${id || 3}`
  if (!source)
    throw new BadArgument(
      argument,
      `${quote(text)} is not an id of the form <source id>:${kind}:<number>, such as ${right}`,
    )
  if (!sources.includes(source))
    throw new BadArgument(argument, `unknown source ${quote(source)}; available: ${sources.join(', ')}`)
  if (written !== kind)
    throw new BadArgument(
      argument,
      written === undefined
        ? `${quote(text)} lacks the kind of the id; use ${right}`
        : `${quote(text)} is not the id of a ${kind}, which is such as ${right}`,
    )
  return { source, id: String(BigInt(id)) }
}

/** The address as it was written, once it has the form of one. */
export function parseEmail(text: string, argument: string): string {
  if (!/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text) || text.length > 254)
    throw new BadArgument(argument, `${quote(text)} is not an e-mail address such as ewa@example.com`)
  return text
}

const maxTags = 50

function readTags(tags: readonly string[]): readonly string[] {
  if (tags.length === 0) throw new BadArgument('scope.filter.tags', 'is empty; name one tag, or omit it')
  if (tags.length > maxTags)
    throw new BadArgument('scope.filter.tags', `names ${tags.length} tags; at most ${maxTags} are allowed`)
  for (const tag of tags)
    if (!/^[^\p{Cc}]{1,200}$/u.test(tag) || tag.trim() === '')
      throw new BadArgument(
        'scope.filter.tags',
        `${quote(tag)} is not a tag name; use 1 to 200 characters without control characters`,
      )
  return tags
}

export const quote = (text: string): string => JSON.stringify(text.slice(0, 80))

/**
 * Lower-cases the letters A to Z and nothing else. E-mail addresses and tags are compared in this form: with
 * `toLowerCase` the Kelvin sign (U+212A) becomes "k", and two people become one.
 */
export const foldCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** The entry with exactly this key, otherwise the first whose key differs only in the case of ASCII letters. */
export const findIgnoringCase = <T>(entries: readonly T[], toKey: (entry: T) => string, key: string): T | undefined =>
  entries.find((entry) => toKey(entry) === key) ?? entries.find((entry) => foldCase(toKey(entry)) === foldCase(key))
