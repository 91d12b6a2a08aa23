import type { Warning } from '../../port/error.ts'

/** The warnings of all parts, each once; of equal STALE warnings the one with the oldest time. */
export function mergeWarnings<W extends Warning>(parts: readonly (readonly W[])[]): W[] {
  const merged = new Map<string, W>()
  for (const warning of parts.flat()) {
    const { code, message, stale } = warning
    const key = `${code} ${stale?.what ?? message}`
    const known = merged.get(key)
    if (!known || (stale?.since ?? 0) < (known.stale?.since ?? 0)) merged.set(key, warning)
  }
  return [...merged.values()]
}
