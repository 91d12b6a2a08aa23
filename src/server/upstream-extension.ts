import type { Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../context.ts'
import { extendAtEnd } from './extend-answer.ts'

/** Tells with an answer what it cost, where that is counted. */
export const useUpstreamExtension = (): Plugin => ({
  onExecute({ args }) {
    const { meter, isCostTold } = args.contextValue as object as GatewayContext
    return extendAtEnd(() => (meter && isCostTold ? { upstream: meter.take() } : undefined))
  },
})
