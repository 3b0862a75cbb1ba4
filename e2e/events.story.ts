import { randomUUID } from 'node:crypto'
import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import { clientsOf, house } from './house.ts'
import { enterAs, open, settled } from './pages.ts'

const slug = () => {
  const [client] = clientsOf('owner').theirs
  if (!client) throw new Error('the owner has no client')
  return client.slug
}

/** Makes a key on its page, as a person does, and reads it the one time it is shown. */
async function keyOf(page: Page): Promise<string> {
  await open(page, `/t/${slug()}/keys`)
  await settled(page)
  await page.getByLabel('Name').fill('Story of events')
  await page.getByLabel('send events').check()
  await page.getByRole('button', { name: 'Make the key' }).click()
  const told = page.locator('input[readonly]').first()
  await expect(told).toHaveValue(/^tl_/)
  return told.inputValue()
}

const event = (more: Record<string, unknown> = {}) => ({
  event_id: randomUUID(),
  event_type: 'user_engaged',
  timestamp: new Date(Date.now() - 60_000).toISOString(),
  anonymous_id: 'story',
  source: 'web',
  properties: { engagement_type: 'page_view', screen_name: 'Story' },
  ...more,
})

async function send(request: APIRequestContext, key: string, events: unknown[]): Promise<void> {
  const answer = await request.post(new URL('/v1/events', house().baseUrl).href, {
    headers: { authorization: `Bearer ${key}` },
    data: events,
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

test('events appear as they come; a refused one is mended and lands with its own time', async ({ page, request }) => {
  await enterAs(page, 'owner')
  const key = await keyOf(page)
  const source = `fax-${randomUUID().slice(0, 8)}`
  const [taken, refused] = [event(), event({ source, timestamp: new Date(Date.now() - 5 * 86_400_000).toISOString() })]

  await open(page, `/t/${slug()}/events`)
  await settled(page)
  let loads = 0
  page.on('load', () => (loads += 1))
  await send(request, key, [taken, refused])
  const row = (id: string) => page.locator(`a[href*="${id}"]`)
  await expect(row(taken.event_id)).toBeVisible()
  expect(loads).toBe(0)

  await page.getByRole('button', { name: 'Pause' }).click()
  const second = event()
  await send(request, key, [second])
  await expect(page.getByText('1 newer')).toBeVisible()
  await expect(row(second.event_id)).toHaveCount(0)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(row(second.event_id)).toBeVisible()

  await row(taken.event_id).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer).toContainText(taken.event_id)
  await expect(drawer).toContainText('Story')
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)

  await open(page, `/t/${slug()}/events/rejected`)
  await settled(page)
  await page.getByRole('row').filter({ hasText: source }).click()
  await expect(page.getByRole('dialog').getByLabel('Value')).toHaveValue('web')
  await page.getByRole('button', { name: 'Try on the oldest' }).click()
  await expect(page.getByText('Would be taken')).toBeVisible()
  await page.getByRole('button', { name: 'Send in again' }).click()
  await expect(page.getByText('1 sent in with their own time.').first()).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: source })).toHaveCount(0)

  await open(page, `/t/${slug()}/events?late=yes&event=${refused.event_id}`)
  const opened = page.getByRole('dialog')
  await expect(opened).toContainText(refused.event_id)
  // Whichever the client's zone is, the minute and the second are the event's own.
  await expect(opened).toContainText(refused.timestamp.slice(14, 19))
})

test('a client’s own kind is defined, taken and archived', async ({ page, request }) => {
  await enterAs(page, 'owner')
  const key = await keyOf(page)
  const name = `shift_${randomUUID().slice(0, 8).replaceAll('-', '')}`
  await open(page, `/t/${slug()}/events/rules`)
  await settled(page)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Save' }).last().click()
  await expect(page.getByText(`${name} is in force, version 1.`)).toBeVisible()

  // What is known of a client's rules is read again within two seconds.
  await expect
    .poll(async () => {
      const sent = event({ event_type: name, properties: { place: 'kitchen' } })
      const answer = await request.post(new URL('/v1/events', house().baseUrl).href, {
        headers: { authorization: `Bearer ${key}` },
        data: [sent],
      })
      return (await answer.json()) as unknown
    })
    .toMatchObject({ results: [{ status: 'accepted' }] })

  await page.getByRole('row').filter({ hasText: name }).getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByText(`${name} is archived`)).toBeVisible()
})
