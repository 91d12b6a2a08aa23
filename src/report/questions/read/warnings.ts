import type { Warning } from '../../port/error.ts'

/** The warnings of an answer's parts, each once; of those that say the same is STALE the one that reaches back furthest. */
export function mergeWarnings<W extends Warning>(parts: readonly (readonly W[])[]): W[] {
  const united = new Map<string, W>()
  for (const warning of parts.flat()) {
    const { code, message, stale } = warning
    const key = `${code} ${stale?.what ?? message}`
    const known = united.get(key)
    if (!known || (stale?.since ?? 0) < (known.stale?.since ?? 0)) united.set(key, warning)
  }
  return [...united.values()]
}
