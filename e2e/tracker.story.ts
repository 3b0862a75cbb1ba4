import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { recordEvents, serveExamples, type Recorder, type Site } from './tracker-site.ts'

let server: Recorder
let site: Site

test.beforeEach(async () => {
  server = await recordEvents()
  site = await serveExamples({ key: 'tlb_story', endpoint: server.url })
})
test.afterEach(async () => {
  await site.stop()
  await server.stop()
})

const campaign = '?utm_source=meta&utm_campaign=spring&fbclid=IwAR0spring&refcode=river'
const dayMs = 86_400_000

/** Opens one of the example pages with a clock that is moved by hand. */
async function visit(page: Page, path: string, time = Date.now()): Promise<void> {
  await page.clock.install({ time })
  await page.goto(site.url + path)
  await ready(page)
}
const ready = (page: Page) => page.waitForFunction('window.tracker || (window.throughline && !window.throughline.q)')
const track = (page: Page, name: string) =>
  page.evaluate(`tracker.track('user_engaged', { engagement_type: 'share', name: '${name}' })`)
const named = (name: string) => server.named(name).length
/** What a visit left behind, in storage and in cookies. */
const left = async (page: Page, context: BrowserContext) => [
  ...(await page.evaluate<string[]>('Object.keys(localStorage)')),
  ...(await context.cookies()).map(({ name }) => name),
]

test('a click’s campaign goes along with the page it led to, the next page and the same visitor’s return', async ({
  page,
  context,
}) => {
  await visit(page, `/landing.html${campaign}`)
  await page.clock.runFor(5_000)
  await expect.poll(() => server.events().length).toBe(1)
  await page.getByRole('link', { name: 'Give $25' }).click()
  await page.waitForURL('**/thanks.html')
  await ready(page)
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(3)

  const [seen, clicked, thanked] = server.events()
  expect(clicked).toMatchObject({
    event_type: 'campaign_clicked',
    properties: { campaign_id: '6f1c0b9e-2f2f-4c59-9a55-0d1d4d5b7a10', click_type: 'cta' },
  })
  expect(thanked?.context.page).toMatchObject({ path: '/thanks.html', title: 'Thank you' })
  for (const event of [seen, clicked, thanked]) {
    expect(event).toMatchObject({
      anonymous_id: seen?.anonymous_id,
      session_id: seen?.session_id,
      context: { utm: { source: 'meta', campaign: 'spring' }, click_ids: { fbclid: 'IwAR0spring' }, refcode: 'river' },
    })
  }
  expect((await context.cookies()).map(({ name, value }) => [name, value])).toEqual([['tl_id', seen?.anonymous_id]])
  expect(server.requests.every(({ key }) => key === 'tlb_story')).toBe(true)
})

test('what happens while a page goes leaves by beacon, and the next page’s sending finds it there', async ({
  page,
}) => {
  await visit(page, '/landing.html')
  await page.clock.runFor(5_000)
  await expect.poll(() => server.events().length).toBe(1)
  await page.getByRole('link', { name: 'Give $25' }).click()
  await page.waitForURL('**/thanks.html')
  // No time has passed: nothing but the beacon can have brought it.
  await expect.poll(() => server.events().map(({ event_type }) => event_type)).toContain('campaign_clicked')
  const beacon = server.requests.find(({ via }) => via === 'beacon')
  expect(beacon).toMatchObject({ key: 'tlb_story', events: [{ event_type: 'campaign_clicked' }] })
  await ready(page)
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(3)
  // What has arrived is let go of once its answer is here.
  await expect
    .poll(() => page.evaluate<string[]>('Object.keys(localStorage)'))
    .not.toContainEqual(expect.stringContaining('tl.q.'))
})

test('hundreds of events at once stay under a beacon’s size, and those that found no room arrive later', async ({
  page,
}) => {
  await visit(page, '/thanks.html')
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(1)
  await page.context().setOffline(true)
  await page.evaluate(
    `for (let n = 0; n < 250; n++) tracker.track('user_engaged', { engagement_type: 'share', n, text: '“é”'.repeat(60) })`,
  )
  await page.context().setOffline(false)
  server.luck.push('none', 'none')
  await page.goto(`${site.url}/thanks.html`)
  await ready(page)
  for (let round = 0; round < 4; round++) await page.clock.runFor(30_000)
  await expect.poll(() => server.events().length).toBe(252)
  expect(Math.max(...server.requests.map(({ events }) => events.length))).toBeLessThanOrEqual(100)
  expect(Math.max(0, ...server.requests.filter(({ via }) => via === 'beacon').map(({ bytes }) => bytes))).toBeLessThan(
    65_536,
  )
  // Beacons may overtake each other: that all are there, once, is what counts.
  const numbers = server.events().flatMap(({ properties: { n } }) => (typeof n === 'number' ? [n] : []))
  expect(numbers.sort((one, other) => one - other)).toEqual(Array.from({ length: 250 }, (_, n) => n))
})

test('offline: what happens meanwhile arrives once each, in order, when the network is back', async ({
  page,
  context,
}) => {
  await visit(page, '/thanks.html')
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(1)
  await context.setOffline(true)
  for (const name of ['one', 'two', 'three']) {
    await track(page, name)
    await page.clock.runFor(60_000)
  }
  expect(server.requests).toHaveLength(1)
  await context.setOffline(false)
  await expect
    .poll(async () => {
      await page.clock.runFor(1_000)
      return server.events().length
    })
    .toBe(4)
  expect(
    server
      .events()
      .slice(1)
      .map(({ properties }) => properties['name']),
  ).toEqual(['one', 'two', 'three'])
  expect(server.requests).toHaveLength(2)
})

test('a day offline with 10,000 events: all of them, in order, none twice, in batches of a hundred', async ({
  page,
  context,
}) => {
  await visit(page, '/thanks.html')
  await context.setOffline(true)
  for (let hour = 0; hour < 10; hour++) {
    await page.evaluate(
      `for (let n = 0; n < 1000; n++) tracker.track('user_engaged', { engagement_type: 'share', n: ${hour} * 1000 + n })`,
    )
    await page.clock.fastForward(2.4 * 3_600_000)
  }
  // The page view was the first, so the last of these found the queue full.
  await context.setOffline(false)
  await expect
    .poll(
      async () => {
        await page.clock.runFor(1_000)
        return server.events().length
      },
      { timeout: 60_000 },
    )
    .toBe(10_000)
  expect(server.events().flatMap(({ properties: { n } }) => (typeof n === 'number' ? [n] : []))).toEqual(
    Array.from({ length: 9_999 }, (_, n) => n),
  )
  const wire = server.requests.map(({ events }) => events.length)
  expect([wire.length, Math.max(...wire)]).toEqual([100, 100])
})

test('reload: what nobody answered is there after it, under the same ids', async ({ page }) => {
  server.luck.push('none', 'none', 'none', 'none')
  await visit(page, '/thanks.html')
  await track(page, 'before')
  await page.clock.runFor(6_000)
  const waiting = () =>
    page.evaluate<string[]>(`Object.keys(localStorage).filter((key) => key.startsWith('tl.q.')).sort()`)
  const before = (await waiting()).map((key) => key.slice(-36))
  expect(before).toHaveLength(2)
  await page.reload()
  await ready(page)
  await track(page, 'after')
  server.luck.length = 0
  await expect
    .poll(async () => {
      await page.clock.runFor(10_000)
      return server.events().length
    })
    .toBe(4)
  expect(
    server
      .events()
      .slice(0, 2)
      .map(({ event_id }) => event_id),
  ).toEqual(before)
  expect([named('before'), named('after')]).toEqual([1, 1])
  expect(await waiting()).toEqual([])
})

test('two tabs: each event counts once, nothing is missing, and it is one visitor in one session', async ({
  page,
  context,
}) => {
  const other = await context.newPage()
  await visit(page, '/thanks.html')
  await visit(other, '/thanks.html')
  for (let n = 0; n < 30; n++) await Promise.all([track(page, `left ${n}`), track(other, `right ${n}`)])
  // At once in both: the lock is all that keeps them apart.
  await Promise.all([page, other].map((each) => each.clock.runFor(6_000)))
  await expect
    .poll(async () => {
      await Promise.all([page, other].map((each) => each.clock.runFor(500)))
      return server.events().length
    })
    .toBe(62)
  // Each has had its turn, and found nothing left to send.
  for (const each of [page, other]) {
    await each.evaluate('void tracker.flush().then(() => (window.flushed = true))')
    await expect
      .poll(async () => {
        await Promise.all([page, other].map((tab) => tab.clock.runFor(500)))
        return each.evaluate('window.flushed')
      })
      .toBe(true)
  }
  // The lock keeps them apart as far as the browser shows one tab's storage to the other in time. What went twice is the same event.
  const wire = server.requests.flatMap(({ events }) => events)
  expect(new Set(wire.map((event) => JSON.stringify(event))).size).toBe(62)
  expect(new Set(server.events().map((event) => event.anonymous_id + event.session_id)).size).toBe(1)
  for (const side of ['left', 'right'])
    expect(
      server.events().flatMap(({ properties: { name } }) => (String(name).startsWith(side) ? [name] : [])),
    ).toEqual(Array.from({ length: 30 }, (_, n) => `${side} ${n}`))
})

test('a tab that is closed leaves its queue to the other', async ({ page, context }) => {
  const other = await context.newPage()
  await visit(page, '/thanks.html')
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(1)
  await visit(other, '/thanks.html')
  server.luck.push('none', 'none')
  await track(other, 'orphan')
  await other.close()
  server.luck.length = 0
  await track(page, 'heir')
  await page.clock.runFor(6_000)
  await expect.poll(() => [named('orphan'), named('heir')]).toEqual([1, 1])
})

test('without consent nothing is stored and nothing is sent, whatever the visitor does', async ({ page, context }) => {
  await visit(page, `/consent.html${campaign}`)
  await page.getByRole('button', { name: 'Play the film' }).click()
  await page.clock.runFor(60_000)
  expect(await left(page, context)).toEqual([])
  await page.goto(`${site.url}/consent.html`)
  await ready(page)
  await page.clock.runFor(60_000)
  expect([await left(page, context), server.requests]).toEqual([[], []])

  // And the same page does send, once the visitor says yes.
  await page.goto(`${site.url}/consent.html${campaign}`)
  await ready(page)
  await page.getByRole('button', { name: 'Yes' }).click()
  await page.getByRole('button', { name: 'Play the film' }).click()
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(2)
  for (const { context: said } of server.events())
    expect(said).toMatchObject({ refcode: 'river', consent: { purposes: { analytics: true, ads: false } } })
})

test('consent withdrawn: what waits is never sent, ids are deleted, in every tab', async ({ page, context }) => {
  const other = await context.newPage()
  await visit(page, '/consent.html')
  await page.getByRole('button', { name: 'Yes' }).click()
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(1)
  await visit(other, '/consent.html')
  await page.getByRole('button', { name: 'Play the film' }).click()
  await other.getByRole('button', { name: 'Play the film' }).click()
  expect(await left(page, context)).toContain('tl_id')

  await page.getByRole('button', { name: 'No' }).click()
  await other.getByRole('button', { name: 'Play the film' }).click()
  for (const each of [page, other]) await each.clock.runFor(60_000)
  await other.close()
  await page.goto(`${site.url}/consent.html`)
  await ready(page)
  await page.clock.runFor(60_000)
  expect(await left(page, context)).toEqual([])
  expect(server.events()).toHaveLength(1)

  await page.getByRole('button', { name: 'Yes' }).click()
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(2)
  const [first, second] = server.events()
  expect(second?.anonymous_id).not.toBe(first?.anonymous_id)
})

for (const [name, by] of [
  ['ahead', dayMs],
  ['behind', -dayMs],
] as const)
  test(`a clock a day ${name}: the server’s correction finds the true time`, async ({ page }) => {
    await visit(page, '/thanks.html', Date.now() + by)
    const happened = Date.now()
    await track(page, 'late')
    await page.clock.runFor(6_000)
    await expect.poll(() => named('late')).toBe(1)
    const request = server.requests.find(({ events }) => events.some(({ properties }) => properties['name'] === 'late'))
    const [event] = server.named('late')
    if (!request || !event) throw new Error('it was heard a moment ago')
    expect(Math.abs(Date.parse(event.timestamp) - happened - by)).toBeLessThan(60_000)
    expect(Math.abs(Date.parse(event.timestamp) + request.at - request.sentAt - happened)).toBeLessThan(60_000)
  })

test('calls made before the script is there are kept, in order and with their time', async ({ page }) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/tracker.script.js', async (route) => {
    await held
    await route.continue()
  })
  const start = Date.now()
  await page.clock.install({ time: start })
  await page.goto(`${site.url}/landing.html`, { waitUntil: 'commit' })
  await page.waitForFunction('window.throughline')
  await page.evaluate(`throughline('track', 'user_engaged', { engagement_type: 'share', name: 'early' })`)
  await page.clock.runFor(20_000)
  release()
  await ready(page)
  await page.evaluate(`throughline('track', 'user_engaged', { engagement_type: 'share', name: 'now' })`)
  await page.clock.runFor(6_000)
  await expect.poll(() => server.events().length).toBe(3)
  expect(server.events().map(({ properties }) => properties['name'])).toEqual([undefined, 'early', 'now'])
  const [early, now] = [server.named('early')[0], server.named('now')[0]]
  expect(Date.parse(now?.timestamp ?? '') - Date.parse(early?.timestamp ?? '')).toBeGreaterThanOrEqual(20_000)
})

test('over the rate: not before Retry-After, then all of it', async ({ page }) => {
  await visit(page, '/thanks.html')
  server.luck.push(429)
  await page.clock.runFor(6_000)
  await expect.poll(() => server.requests.length).toBe(1)
  await track(page, 'patient')
  await page.clock.runFor(110_000)
  expect(server.requests).toHaveLength(1)
  await expect
    .poll(async () => {
      await page.clock.runFor(10_000)
      return named('patient')
    })
    .toBe(1)
})
