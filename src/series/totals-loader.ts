import DataLoader from 'dataloader'
import type { TotalsOfAll, WantedTotal } from '../report/member-total.ts'
import type { Upstream } from '../report/upstream.ts'

/**
 * Collects the members whose totals the fields of one operation want: two or more are one call for all. A single one
 * is left to his own series, which costs no more and whose days are kept. No total waits for another source's.
 */
export function createTotalsLoader(readAll: (wanted: WantedTotal) => Promise<TotalsOfAll>): Upstream['readTotals'] {
  const loader = new DataLoader<WantedTotal, Promise<TotalsOfAll | undefined>>(
    async (wanted) => readTogether(wanted, readAll),
    {
      cache: false,
    },
  )
  return async (wanted) => loader.load(wanted)
}

function readTogether(wanted: readonly WantedTotal[], readAll: (wanted: WantedTotal) => Promise<TotalsOfAll>) {
  const keys = new Map<string, Set<string>>()
  for (const one of wanted) keys.set(toCall(one), (keys.get(toCall(one)) ?? new Set()).add(one.key.toLowerCase()))
  const readings = new Map<string, Promise<TotalsOfAll>>()
  const read = (one: WantedTotal) => {
    const { value, worthFrom = 2 } = one.reading
    if ((keys.get(toCall(one))?.size ?? 0) < worthFrom) return undefined
    const name = `${toCall(one)} ${one.aggregation} ${value}`
    const reading = readings.get(name) ?? readAll(one)
    readings.set(name, reading)
    return reading
  }
  return wanted.map(async (one) => read(one))
}

/** Equal for totals that one call tells. */
const toCall = ({ source, reading, scope: { range, filter } }: WantedTotal): string =>
  [source.id, reading.dataset, range.start, range.end, filter.businessHours].join(' ')
