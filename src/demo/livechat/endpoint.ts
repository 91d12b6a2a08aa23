import type { Chronicle } from './event-index.ts'
import type { Parameter } from './parameters.ts'
import type { Question } from './question.ts'

export interface Endpoint {
  /** All others are ignored. */
  readonly parameters: readonly Parameter[]
  answer(chronicle: Chronicle, question: Question): object
}
