import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { figure } from './figures.ts'
import { clientAt, clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'
import { giftBody, post } from './webhook.ts'

const client = () => clientAt(clientsOf('owner').theirs[0]?.slug)
const hook = { username: 'stories', password: randomUUID() }

/** A second connection of the owner's first client, made by hand. Its reports are nobody's: what it hears, it hears by webhook. */
async function connectBy(
  page: Page,
  name: string,
  entityId: string,
): Promise<Parameters<typeof post>[1] & { config: { entityIds: string[] } }> {
  await open(page, `/t/${client().slug}/connections/new?source=actblue`)
  const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
  await fill('Name', name)
  await fill('Entity ids', entityId)
  await fill('Read history from', '2026-11-01')
  await fill('Client UUID', randomUUID())
  await fill('Client secret', 'a secret of nobody')
  for (const kind of ['Contributions', 'Refunds', 'Cancellations']) {
    await fill(`${kind} webhook: username`, hook.username)
    await fill(`${kind} webhook: password`, hook.password)
  }
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.waitForURL(/connections\/[0-9a-f-]{36}/)
  const id = /connections\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  const url = new URL(`/hooks/actblue/${id}/contribution`, page.url()).href
  return { webhooks: [{ kind: 'contribution', url, ...hook }], config: { entityIds: [entityId] } }
}

const entity = () => String(10_000_000 + Math.floor(Math.random() * 80_000_000))
const tell = async (request: APIRequestContext, to: Awaited<ReturnType<typeof connectBy>>, body: object) =>
  (await post(request, to, 'contribution', body)).status()

test('a connection is given up: its webhook is refused, history stays; connected again, it hears again', async ({
  page,
  request,
}) => {
  await enterAs(page, 'owner')
  const name = `Stories ${randomUUID().slice(0, 8)}`
  const made = await connectBy(page, name, entity())
  const at = page.url()
  const first = giftBody(made, '71.00').body
  expect(await tell(request, made, first)).toBeLessThan(300)
  await open(page, `/t/${client().slug}/overview`)
  await expect(page.getByRole('table', { name: 'Latest gifts' })).toContainText('$71.00')
  await settled(page)
  const gifts = await figure(page, 'Gifts')

  page.on('dialog', (dialog) => void dialog.accept())
  await open(page, at)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await page.waitForURL(/\/connections\?done=disconnected/)
  await expect(page.getByText('Disconnected. What was read stays')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Connections' }).getByText(name)).toHaveCount(0)
  // Within a second, as for an address that never was. Until then the same gift is told, which counts once.
  await expect.poll(() => tell(request, made, first)).toBe(401)
  expect(await tell(request, made, giftBody(made, '72.00').body)).toBe(401)
  await open(page, `/t/${client().slug}/overview`)
  await settled(page)
  expect(await figure(page, 'Gifts')).toBe(gifts)

  await open(page, `/t/${client().slug}/connections`)
  const given = page.locator('li', { hasText: name })
  await expect(given).toContainText('Its credentials are forgotten on')
  await given.getByRole('button', { name: 'Connect again' }).click()
  await expect(page.getByText('Connected again as it was')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Connections' }).getByText(name)).toBeVisible()
  await expect(given).toHaveCount(0)
  await expect.poll(() => tell(request, made, first)).toBeLessThan(300)
  expect(await tell(request, made, giftBody(made, '73.00').body)).toBeLessThan(300)
  await open(page, `/t/${client().slug}/overview`)
  await expect(page.getByRole('table', { name: 'Latest gifts' })).toContainText('$73.00')
})

test('a line that cannot be read is set aside alone, says why and never what; mended, it counts', async ({
  page,
  request,
}) => {
  await enterAs(page, 'owner')
  const made = await connectBy(page, `Aside ${randomUUID().slice(0, 8)}`, entity())
  const at = page.url()
  const broken = giftBody(made, '0.00', { amount: 'twenty dollars and eleven cents' })
  expect((await post(request, made, 'contribution', broken.body)).status()).toBe(400)

  await open(page, at)
  const aside = page.getByRole('table', { name: 'Set aside' })
  const row = aside.locator('tbody tr')
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('amount')
  await expect(row).toContainText(String(broken.lineitemId))
  expect(await page.content()).not.toContain('twenty dollars')
  await row.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('cannot be read yet')).toBeVisible()
  await expect(row).toHaveCount(1)

  const mended = giftBody(made, '20.11', { again: broken })
  expect((await post(request, made, 'contribution', mended.body)).status()).toBeLessThan(300)
  await open(page, `/t/${client().slug}/overview`)
  await expect(page.getByRole('table', { name: 'Latest gifts' })).toContainText('$20.11')
  await open(page, at)
  await row.getByRole('button', { name: 'Leave out' }).click()
  await expect(page.getByText('1 row is left out.')).toBeVisible()
  await expect(row.getByRole('button')).toHaveCount(0)
})
