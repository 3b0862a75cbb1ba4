import { expect, test, type Page } from '@playwright/test'
import { numberIn } from './figures.ts'
import { clientAt, clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'
import { cancelNow, giveNow } from './webhook.ts'

const slug = () => clientsOf('owner').theirs[0]?.slug ?? ''
const figureOf = async (page: Page, label: string) =>
  numberIn((await page.locator(`[data-kpi="${label}"] a.figure`).getAttribute('aria-label')) ?? '')
const cents = (text: string) => Math.round(numberIn(text) * 100)

test('a plan begins, and ends, on the open page: what plans bring follows to the cent', async ({ page, request }) => {
  const client = clientAt(slug())
  await enterAs(page, 'owner')
  await open(page, `/t/${slug()}/recurring`)
  await settled(page)
  const mrr = () => figureOf(page, 'Recurring a month')
  const [active, ended, before] = [
    await figureOf(page, 'Active plans'),
    await figureOf(page, 'Ended plans'),
    await mrr(),
  ]

  const plan = await giveNow(request, client, '43.21', { monthly: true, firstname: 'Quincy', lastname: 'Zeller' })
  await expect.poll(() => figureOf(page, 'Active plans')).toBe(active + 1)
  await expect.poll(async () => Math.round((await mrr()) * 100)).toBe(Math.round(before * 100) + 4321)
  const first = page.getByRole('table', { name: 'Plans' }).locator('tbody tr').first()
  await expect(first).toContainText('Q… Z…')
  await expect(first).toContainText('$43.21')
  await expect(first).toContainText('expected')

  await cancelNow(request, client, plan)
  await expect.poll(() => figureOf(page, 'Ended plans')).toBe(ended + 1)
  await expect.poll(mrr).toBe(before)
  await page.locator('[data-kpi="Ended plans"] a.figure').click()
  await expect(page).toHaveURL(/state=ended/)
  await expect(first).toContainText('Q… Z…')
  await expect(first).toContainText('cancelled')
  await expect(page.getByRole('table', { name: 'Plans' })).not.toContainText('Active')
})

test('what plans bring opens its proof: the parts sum, and the plans are listed', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${slug()}/recurring`)
  await settled(page)
  const link = page.locator('[data-kpi="Recurring a month"] a.figure')
  await link.click()
  const proof = page.getByRole('dialog', { name: 'Recurring a month' })
  await expect(proof.locator('dl.sum .total dd')).toBeVisible()
  const parts = await proof.locator('dl.sum > div:not(.total) dd').allInnerTexts()
  const total = cents(await proof.locator('dl.sum .total dd').innerText())
  expect(parts.reduce((sum, part) => sum + cents(part), 0)).toBe(total)
  expect(cents((await link.getAttribute('aria-label')) ?? '')).toBe(total)
  await expect(proof.getByRole('table', { name: 'Active plans' }).locator('tbody tr')).not.toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(proof).toBeHidden()
  await expect(link).toBeFocused()
})

test('the page is a key away, and a letter away', async ({ page }) => {
  await enterAs(page, 'viewer')
  const [client] = clientsOf('viewer').theirs
  await open(page, `/t/${client?.slug}/overview`)
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page).toHaveURL(/\/recurring$/)
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page).toHaveURL(/\/overview$/)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('recurring')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/recurring$/)
})
