import type { Plugin } from 'graphql-yoga'
import type { GatewayContext } from '../../gateway/context.ts'
import { extendAtEnd } from './response-extensions.ts'

/** Tells with an answer what it cost, where that is counted. */
export const useUpstreamExtension = (): Plugin => ({
  onExecute({ args }) {
    const { usage, isUsageReported } = args.contextValue as object as GatewayContext
    return extendAtEnd(() => (usage && isUsageReported ? { upstream: usage.take() } : undefined))
  },
})
