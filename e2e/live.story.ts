import { expect, test } from '@playwright/test'
import { clientAt, clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'
import { figure, netRaised } from './figures.ts'
import { giveNow } from './webhook.ts'

test('a gift told by webhook changes the open overview by itself, to the cent', async ({ page, request }) => {
  const client = clientAt(clientsOf('viewer').theirs[0]?.slug)
  await enterAs(page, 'viewer')
  await open(page, `/t/${client.slug}/overview`)
  await settled(page)
  let loads = 0
  page.on('load', () => (loads += 1))
  const [netBefore, giftsBefore] = [await netRaised(page), await figure(page, 'Gifts')]

  await giveNow(request, client, '137.42')

  await expect.poll(() => figure(page, 'Gifts')).toBe(giftsBefore + 1)
  await expect(page.getByRole('table', { name: 'Latest gifts' })).toContainText('$137.42')
  await expect.poll(() => netRaised(page)).toBeGreaterThan(netBefore)
  expect(Math.round((await netRaised(page)) * 100)).toBeLessThanOrEqual(Math.round(netBefore * 100) + 137_42)
  expect(loads).toBe(0)
})

test('a gift of one client changes nothing on another client’s page', async ({ page, context, request }) => {
  const [one, two] = clientsOf('owner').theirs
  if (!one || !two) throw new Error('the owner has two clients')
  await enterAs(page, 'owner')
  const other = await context.newPage()
  await open(page, `/t/${one.slug}/overview`)
  await open(other, `/t/${two.slug}/overview`)
  await settled(page)
  await settled(other)
  const [before, otherBefore] = [await figure(page, 'Gifts'), await figure(other, 'Gifts')]

  await giveNow(request, clientAt(one.slug), '21.00')

  await expect.poll(() => figure(page, 'Gifts')).toBe(before + 1)
  expect(await figure(other, 'Gifts')).toBe(otherBefore)
})
