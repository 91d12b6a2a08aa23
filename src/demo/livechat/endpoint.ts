import type { EventIndex } from './event-index.ts'
import type { Parameter } from './parameters.ts'
import type { Question } from './question.ts'

export interface Endpoint {
  /** Other parameters are ignored. */
  readonly parameters: readonly Parameter[]
  respond(index: EventIndex, question: Question): object
}
