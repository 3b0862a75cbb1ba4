import { expect, test, type Browser, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { inDatabase } from './database.ts'
import { clientAt, clientsOf, house } from './house.ts'
import { enterAs, open } from './pages.ts'
import { serveExamples, type Site } from './tracker-site.ts'

/** The example site, with a browser key of the owner's first client, sending to the product itself. */
const of = { key: '', endpoint: '' }
let site: Site
const client = () => clientAt(clientsOf('owner').theirs[0]?.slug)

test.beforeAll(async ({ browser }) => {
  site = await serveExamples(of)
  of.endpoint = new URL('/v1/events', house().baseUrl).href
  of.key = await makeKey(browser, [site.url])
})
test.afterAll(() => site.stop())

/** A browser key for pages of these origins, as its owner makes it. */
async function makeKey(browser: Browser, origins: string[]): Promise<string> {
  const page = await browser.newPage()
  try {
    await enterAs(page, 'owner')
    await open(page, `/t/${client().slug}/overview`)
    const input = { kind: 'browser', name: `Stories ${randomUUID()}`, scopes: ['ingest'], origins, expiresAt: null }
    const said = await page.request.post(new URL('/trpc/keys.create', house().baseUrl).href, {
      data: { ...input, tenant: client().slug },
      headers: { origin: new URL(house().baseUrl).origin },
    })
    const { result } = (await said.json()) as { result: { data: { key: string } } }
    return result.data.key
  } finally {
    await page.close()
  }
}

/** What the client has of it: when each happened. */
const arrived = (marker: string) =>
  inDatabase(async (sql) => {
    const rows = await sql<{ happened_at: Date; client: string }[]>`
      select happened_at, tenant_id as client from event where properties->>'screen_name' = ${marker} order by happened_at`
    expect(rows.every((row) => row.client === client().tenantId)).toBe(true)
    return rows.map(({ happened_at }) => happened_at.getTime())
  })
const count = async (marker: string) => (await arrived(marker)).length

async function visit(page: Page, path: string, time = Date.now()): Promise<void> {
  await page.clock.install({ time })
  await page.goto(site.url + path)
  await ready(page)
}
const ready = (page: Page) => page.waitForFunction('window.tracker')
const track = (page: Page, screen: string) =>
  page.evaluate(`tracker.track('user_engaged', { engagement_type: 'form_open', screen_name: '${screen}' })`)
/** Lets the pages' time pass until so many have arrived. */
const until = (pages: Page[], marker: string, wanted: number) =>
  expect
    .poll(
      async () => {
        await Promise.all(pages.map((each) => each.clock.runFor(2_000)))
        return count(marker)
      },
      { timeout: 30_000 },
    )
    .toBe(wanted)

test('offline, a reload, two tabs: each event is in the client’s events once', async ({ page, context }) => {
  const marker = randomUUID()
  const other = await context.newPage()
  await visit(page, '/thanks.html')
  await visit(other, '/thanks.html')
  await context.setOffline(true)
  for (let n = 0; n < 20; n++) await Promise.all([track(page, marker), track(other, marker)])
  await Promise.all([page, other].map((each) => each.clock.runFor(60_000)))
  expect(await count(marker)).toBe(0)
  await context.setOffline(false)
  await page.reload()
  await ready(page)
  await track(page, marker)
  await until([page, other], marker, 41)
  // A page that goes tells once more what it told; it stays what it was.
  await track(page, marker)
  await page.goto('about:blank')
  await until([other], marker, 42)
  await page.goto(`${site.url}/thanks.html`)
  await ready(page)
  // Once the server has said that it knew them, nothing waits any more.
  await expect
    .poll(
      async () => {
        await Promise.all([page, other].map((each) => each.clock.runFor(2_000)))
        return page.evaluate(`Object.keys(localStorage).filter((key) => key.startsWith('tl.q.')).length`)
      },
      { timeout: 30_000 },
    )
    .toBe(0)
  expect(await count(marker)).toBe(42)
})

test('a clock a day ahead, or behind: the event happened when it happened', async ({ context }) => {
  for (const aheadMs of [86_400_000, -86_400_000]) {
    const page = await context.newPage()
    const marker = randomUUID()
    await visit(page, '/thanks.html', Date.now() + aheadMs)
    await track(page, marker)
    const happened = Date.now()
    await until([page], marker, 1)
    // The page's time runs ahead of ours while we make it pass; of a day nothing is left.
    expect(Math.abs(((await arrived(marker))[0] ?? 0) - happened)).toBeLessThan(10 * 60_000)
    await page.close()
  }
})

test('without consent nothing arrives, with it what happens from then on, withdrawn nothing more', async ({ page }) => {
  const [before, during, after] = [randomUUID(), randomUUID(), randomUUID()]
  await visit(page, '/consent.html')
  await track(page, before)
  await page.clock.runFor(60_000)
  await page.getByRole('button', { name: 'Yes' }).click()
  await track(page, during)
  await until([page], during, 1)
  await track(page, after)
  await page.getByRole('button', { name: 'No' }).click()
  await page.clock.runFor(60_000)
  await page.goto('about:blank')
  expect([await count(before), await count(during), await count(after)]).toEqual([0, 1, 0])
})

test('a key works from the pages it was made for: from others nothing arrives and nothing is lost', async ({
  page,
}) => {
  const stranger = await serveExamples(of)
  const marker = randomUUID()
  try {
    await page.clock.install()
    await page.goto(`${stranger.url}/thanks.html`)
    await ready(page)
    await track(page, marker)
    const refused = page.waitForEvent('requestfailed')
    await page.clock.runFor(6_000)
    await refused
    expect(await count(marker)).toBe(0)
    const waits = await page.evaluate<string[]>(
      `Object.values(localStorage).filter((value) => value.includes('${marker}'))`,
    )
    expect(waits).toHaveLength(1)
  } finally {
    await stranger.stop()
  }
})
