import type { DocumentNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { withoutDefer } from '../../schema/build/defer.ts'

const takesParts = (accept: string | null): boolean => !accept || /multipart\/|text\/event-stream|\*\/\*/.test(accept)

/** Answers whole, in one part, who accepts no parts; otherwise all would be asked upstream for a 406. */
export const useAcceptIncremental = (): Plugin => ({
  onExecute({ args }) {
    const { request } = args.contextValue as { readonly request: Request }
    if (!takesParts(request.headers.get('accept'))) args.document = withoutDefer(args.document as DocumentNode)
  },
})
