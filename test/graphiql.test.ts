import { parse } from 'graphql'
import type { Browser, Page, Request, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readExamples } from '../src/server/graphiql-examples.ts'
import { isChromiumMissing, startChromium } from './support/chromium.ts'
import { startDemoServer } from './support/demo-server.ts'
import type { ListeningGateway } from './support/listening-gateway.ts'

const tabs = readExamples().map((text, place) => {
  const [operation] = parse(text).definitions.filter((definition) => definition.kind === 'OperationDefinition')
  return { place, name: operation?.name?.value ?? '', kind: operation?.operation }
})

const title = isChromiumMissing ? 'GraphiQL (SKIPPED: /usr/bin/chromium is not installed)' : 'GraphiQL'

describe.skipIf(isChromiumMissing)(title, () => {
  let server: ListeningGateway
  let browser: Browser
  let page: Page
  const asked: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    server = await startDemoServer(Date.parse('2026-11-21T10:00:00Z'))
    browser = await startChromium()
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    page.setDefaultTimeout(100_000)
    page.on('request', (request) => asked.push(request.url()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(server.url)
    await page.getByRole('button', { name: 'Execute query' }).waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const shown = () => page.locator('.result-window .view-lines').textContent()
  const placeOf = (example: string) => tabs.findIndex(({ name }) => name === example)

  /** The tabs move while they are being clicked, so the click goes to the element itself. */
  async function open(place: number): Promise<void> {
    await page.locator(`#graphiql-session-tab-${place}`).dispatchEvent('click')
    await page.locator(`[role="tab"][aria-selected="true"] #graphiql-session-tab-${place}`).waitFor()
  }

  /** Subscriptions are asked for in the address, as EventSource does. */
  const textOf = (request: Request) => request.postData() ?? new URL(request.url()).searchParams.get('query') ?? ''

  /** GraphiQL reads the operation a moment after its tab was opened; until then a click does nothing. */
  async function run(operation: string): Promise<Response | null> {
    const sent = page.waitForRequest((request) => textOf(request).includes(operation))
    for (;;) {
      await page.getByRole('button', { name: 'Execute query' }).click()
      const request = await Promise.race([sent, page.waitForTimeout(500)])
      if (request) return request.response()
    }
  }

  it('has a tab for each example', async () => {
    const names = await page.locator('[id^="graphiql-session-tab-"]').allTextContents()
    expect(names).toEqual(tabs.map(({ name }) => name))
  })

  it.each(tabs.filter(({ kind }) => kind === 'query'))('runs the tab $name', async ({ place, name }) => {
    await open(place)
    const response = await run(`query ${name}`)
    expect(response?.status()).toBe(200)
    // What comes in parts the browser does not always keep.
    if (!response?.headers()['content-type']?.startsWith('multipart'))
      expect(await response?.text()).not.toContain('"errors"')
    await expect.poll(shown).toMatch(/"data"/)
  })

  it('shows both parts of what is deferred', async () => {
    await open(placeOf('Deferred'))
    await run('query Deferred')
    await expect.poll(shown).toMatch(/"total"/)
    await expect.poll(shown).toMatch(/"slices"/)
  })

  it('shows a subscription until it is stopped', async () => {
    await open(placeOf('Live'))
    const response = await run('subscription Live')
    expect(response?.headers()['content-type']).toContain('text/event-stream')
    await expect.poll(shown).toMatch(/"buckets"/)
    await page.getByRole('button', { name: 'Stop query' }).click()
    await page.getByRole('button', { name: 'Execute query' }).waitFor()
  })

  it('describes the schema in its documentation pane', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
    const pane = page.locator('.graphiql-doc-explorer')
    await pane.getByRole('link', { name: 'Query', exact: true }).click()
    await pane.getByText('Support figures from all configured sources').waitFor()
    await pane.getByRole('link', { name: 'report', exact: true }).click()
    await pane.getByText('One metric over one range').first().waitFor()
    await pane.getByRole('link', { name: 'ReportScope' }).click()
    await pane.getByText('One variable can be shared by all fields of a dashboard.').waitFor()
  })

  it('asks no other host, and complains of nothing', () => {
    const { host } = new URL(server.url)
    const hosts = asked.filter((url) => !url.startsWith('blob:')).map((url) => new URL(url).host)
    expect(new Set(hosts)).toEqual(new Set([host]))
    expect(complaints).toEqual([])
  })
})
