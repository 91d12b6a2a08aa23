import type { GatewayContext } from '../../gateway/context.ts'
import type { ListName } from '../../report/port/directory.ts'
import type { CallCount } from '../../report/questions/count-calls.ts'

/** A field as an operation selects it. */
export interface FieldSelection {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** The fields below it, of the one type that it returns. */
  readonly below: readonly FieldSelection[]
}

/** Adds the calls that a field may need, given the number of different parents. */
export type CountField = (field: FieldSelection, count: CallCount, context: GatewayContext, parents: number) => void

/** How many members the list of each of the caller's sources has; an assumed number where that is not known. */
export type ListSizes = (list: ListName) => readonly number[]

/** The cost of a field of the schema, kept in its extensions because types may be renamed. */
export interface FieldCost {
  readonly count?: CountField
  /** The maximum number of different objects that a field returns below a number of different parents. */
  readonly members?: (field: FieldSelection, parents: number, typeName: string, sizes: ListSizes) => number
  /** How many objects a field returns below one parent; if it is absent, a list has as many as there are sources. */
  readonly length?: (field: FieldSelection, typeName: string, sizes: ListSizes) => number
  /** Of a field with a scope: the number of its buckets, which the fields `isOfBuckets` below it return. */
  readonly buckets?: (field: FieldSelection, context: GatewayContext) => number
  readonly isOfBuckets?: true
  /** Of a field with a scope: the days of its range. */
  readonly days?: (field: FieldSelection, context: GatewayContext) => number
}
