import { GapError } from '../report/port/error.ts'

/** The gap of a filter that names something which the account does not have, e.g. `agent ewa@example.com`. */
export const notListed = (name: string): GapError =>
  new GapError('NOT_FOUND', `the account has no ${name}`, { isFailure: false })
