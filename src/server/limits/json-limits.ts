import { GraphQLError } from 'graphql'
import { measureJson } from '../../json/measure-json.ts'

/** Far more than any operation of this schema needs, and few enough to be checked and repeated in milliseconds. */
const maxDepth = 64
const maxValues = 10_000
const maxString = 100_000

/** Throws a GraphQLError for JSON that would take long to parse or to check. */
export function requireBoundedJson(text: string): void {
  const { depth, values, longestString } = measureJson(text)
  if (depth > maxDepth) throw reject('BAD_REQUEST', `is nested ${depth} levels deep; the limit is ${maxDepth}`)
  if (values > maxValues) throw reject('BAD_USER_INPUT', `has about ${values} values; the limit is ${maxValues}`)
  if (longestString > maxString)
    throw reject('BAD_USER_INPUT', `has a string of ${longestString} characters; the limit is ${maxString}`)
}

const reject = (code: string, problem: string): GraphQLError =>
  new GraphQLError(`The JSON of the request ${problem}.`, { extensions: { code, http: { status: 400 } } })
