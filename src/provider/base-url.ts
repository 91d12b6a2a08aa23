import { z } from 'zod'

/** The base URL of a server. `page` matches paths of pages or endpoints, which are rejected. */
export const baseUrl = (example: string, page: RegExp) =>
  z
    .string()
    .superRefine((text, context) => {
      const problem = findProblem(text, page)
      if (problem) context.addIssue(problem.replace('{example}', example))
    })
    .meta({ format: 'uri' })

function findProblem(text: string, page: RegExp): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text))
    return 'must be a URL that begins with https:// (or http://), such as {example}'
  if (/[?#@]/.test(text))
    return 'must be the origin of the installation, such as {example}, without credentials, query (?) or fragment (#)'
  const { pathname } = new URL(text)
  return page.test(pathname)
    ? `must be the origin of the installation, such as {example}; received a URL with path ${pathname.slice(0, 80)}`
    : undefined
}
