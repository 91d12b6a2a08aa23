import { IANAZone } from 'luxon'
import { foldCase } from '../port/fold-case.ts'

/** To look at more than any zone's name takes time. */
const longestName = 64

/**
 * The time zone that an IANA name means, in any letter case: `Europe/Warsaw` for `europe/warsaw`. Names that Node.js
 * lists are kept, others (`US/Eastern`, `CET`, `GMT`) become the zone that they are links to, so that equal zones share
 * cached rows. Undefined for everything else, offsets and abbreviations that several zones share included.
 */
export function toTimeZone(name: string): string | undefined {
  if (name.length > longestName) return undefined
  const folded = foldCase(name)
  const known = spelling.get(folded)
  if (known !== undefined) return known
  if (!/^[a-z]+[a-z0-9_+/-]*$/.test(folded) || notOfIana.test(folded) || !IANAZone.isValidZone(name)) return undefined
  const zone = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone
  spelling.set(folded, zone)
  return zone
}

/** Names of ICU that are not in tzdata: some Node.js releases accept them, and each is also the name of other zones. */
const notOfIana =
  /^(systemv\/.*|act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst)$/

/** Zones that Node 20 lists under their former names alone. */
const renamed = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Argentina/Catamarca',
  'America/Argentina/Cordoba',
  'America/Argentina/Jujuy',
  'America/Argentina/Mendoza',
  'America/Atikokan',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
]

const spelling = new Map(
  ['UTC', ...Intl.supportedValuesOf('timeZone'), ...renamed].map((name) => [foldCase(name), name]),
)
