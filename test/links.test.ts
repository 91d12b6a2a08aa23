import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'
import { documentation } from './support/documentation.ts'

const root = join(import.meta.dirname, '..')

/** The anchors of a page, as GitHub makes them of its headings. */
const listAnchors = (page: string): readonly string[] =>
  [...page.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

const listLinks = (page: string): readonly string[] =>
  [...page.replace(/^```.*?^```$/gms, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)

it.each([...documentation])('%s: each link leads to a file and a heading that exist', (path, page) => {
  const local = listLinks(page).filter((target) => !/^https?:/.test(target))
  const broken = local.filter((target) => {
    const [file = '', anchor] = target.split('#')
    const linked = file === '' ? path : normalize(join(dirname(path), file))
    if (!existsSync(join(root, linked))) return true
    return anchor !== undefined && !listAnchors(documentation.get(linked) ?? '').includes(anchor)
  })

  expect(broken).toEqual([])
})
