import { people } from '../people.ts'
import type { Random } from '../random.ts'
import { localClock } from '../zone.ts'
import { startOfDay } from './calendar.ts'
import type { Shift } from './events.ts'
import { isInSeason, seasonalAgent } from './seasonal-agent.ts'

interface Duty {
  readonly agent: string
  readonly zone: string
  /** Hours of the local day; from 24 on they are on the next day. */
  readonly from: number
  readonly to: number
  readonly weekdays: readonly number[]
}

const [ada, bruno, chidi, dana, ewa, finn, gita, hugo] = people
const warsaw = 'Europe/Warsaw'
const newYork = 'America/New_York'
const workdays = [1, 2, 3, 4, 5]

const duties: readonly Duty[] = [
  { agent: ada.email, zone: warsaw, from: 7, to: 15, weekdays: workdays },
  { agent: bruno.email, zone: warsaw, from: 9, to: 17, weekdays: workdays },
  { agent: chidi.email, zone: warsaw, from: 10, to: 18, weekdays: [2, 3, 4, 5, 6] },
  { agent: dana.email, zone: warsaw, from: 9, to: 17, weekdays: [0, 1, 2, 3, 4] },
  { agent: ewa.email, zone: warsaw, from: 22, to: 30, weekdays: [0, 1, 2, 3, 4] },
  { agent: finn.email, zone: newYork, from: 8, to: 16, weekdays: workdays },
  { agent: gita.email, zone: newYork, from: 10, to: 18, weekdays: [1, 2, 3, 4, 6] },
  { agent: hugo.email, zone: newYork, from: 13, to: 21, weekdays: [0, 1, 4, 5, 6] },
  { agent: seasonalAgent.login, zone: warsaw, from: 11, to: 19, weekdays: workdays },
]

const hour = 3600
const hoursOfDay = 24
const day = 86_400_000

/** The logins of the agents whose shift includes `instant` (Unix seconds), ignoring breaks and delays. */
export const listOnDuty = (instant: number): readonly string[] =>
  duties.filter((duty) => covers(duty, localClock(duty.zone, instant * 1000))).map(({ agent }) => agent)

function covers(duty: Duty, clock: number): boolean {
  const time = new Date(clock).getUTCHours()
  const within = (hours: number) => duty.from <= hours && hours < duty.to
  return (within(time) && worksOn(duty, clock)) || (within(time + hoursOfDay) && worksOn(duty, clock - day))
}

/** Whether a shift starts on the date of a local time (see `localClock`). */
function worksOn({ agent, weekdays }: Duty, clock: number): boolean {
  const date = new Date(clock)
  return weekdays.includes(date.getUTCDay()) && (agent !== seasonalAgent.login || isInSeason(date.toISOString()))
}

/** Invents the shifts that start on the date: each has a break in the middle, and starts and ends with a delay. */
export const inventShifts = (random: Random, date: string): readonly Shift[] =>
  duties
    .filter((duty) => worksOn(duty, Date.parse(date)))
    .flatMap(({ agent, zone, from, to }) => {
      const midnight = startOfDay(zone, date)
      const start = midnight + from * hour + random.between(-300, 900)
      const pause = midnight + ((from + to) / 2) * hour + random.between(-1800, 1800)
      const resumption = pause + random.between(1200, 2700)
      const end = midnight + to * hour + random.between(-600, 1200)
      return [
        { agent, start, end: pause },
        { agent, start: resumption, end },
      ]
    })
