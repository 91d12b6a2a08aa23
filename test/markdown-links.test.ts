import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { projectFiles, readProjectFile } from './support/project-files.ts'

const pages = new Map(
  projectFiles
    .filter((path) => path.endsWith('.md'))
    .map((path) => [path, readProjectFile(path).replaceAll(/^```.*?^```$/gms, '')]),
)

/** The anchors that GitHub gives to the headings of a page. */
const listAnchors = (page: string): readonly string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

function isBroken(link: string, from: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? from : join(dirname(from), path)
  const exists = projectFiles.some((file) => file === target || file.startsWith(`${target}/`))
  return !exists || (anchor !== undefined && !listAnchors(pages.get(target) ?? '').includes(anchor))
}

it.each([...pages])('every relative link in %s leads to a file and a heading that exist', (path, page) => {
  const links = [...page.matchAll(/\]\(([^)\s]+)/g)].map(([, link = '']) => link)
  expect(links.filter((link) => !/^[a-z]+:/.test(link) && isBroken(link, path))).toEqual([])
})
