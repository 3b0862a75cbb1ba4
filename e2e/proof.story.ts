import { expect, test } from '@playwright/test'
import { clientsOf } from './house.ts'
import { numberIn } from './figures.ts'
import { enterAs, listens, open, settled } from './pages.ts'

const overview = () => `/t/${clientsOf('owner').theirs[0]?.slug ?? ''}/overview`
const cents = (text: string) => Math.round(numberIn(text) * 100)

test('a figure opens its proof: the numbers sum, the rows are listed, Escape gives the focus back', async ({
  page,
}) => {
  await enterAs(page, 'owner')
  await open(page, overview())
  await settled(page)
  const link = page.locator('[data-kpi="Net raised"] a.figure')
  await link.click()
  const proof = page.getByRole('dialog', { name: 'Net raised' })
  await expect(proof.locator('dl.sum .total dd')).toBeVisible()
  await expect(page).toHaveURL(/proof=raised_net/)

  const terms = await proof.locator('dl.sum > div:not(.total) dd').allInnerTexts()
  expect(terms.length).toBeGreaterThan(1)
  const total = cents(await proof.locator('dl.sum .total dd').innerText())
  expect(terms.reduce((sum, term) => sum + cents(term), 0)).toBe(total)
  expect(cents((await link.getAttribute('aria-label')) ?? '')).toBe(total)

  const rows = proof.getByRole('table', { name: 'Rows' }).locator('tbody tr')
  await expect(rows).not.toHaveCount(0)
  await expect(proof.getByRole('heading', { name: /^Rows [\d,]+ rows?$/ })).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(proof).toBeHidden()
  await expect(page).not.toHaveURL(/proof=/)
  await expect(link).toBeFocused()
})

test('a figure as it was known before says by cause what changed, and the causes sum', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `${overview()}?proof=raised_net&batch=1`)
  const proof = page.getByRole('dialog', { name: 'Net raised' })
  const lines = proof.locator('table', { has: page.getByRole('columnheader', { name: 'Cause' }) }).locator('tbody tr')
  await expect(lines.last()).toContainText('Now')
  const amounts = (await lines.locator('td:last-child').allInnerTexts()).map(cents)
  const [then, now] = [amounts.at(0) ?? NaN, amounts.at(-1) ?? NaN]
  const causes = amounts.slice(1, -1)
  expect(causes.length).toBeGreaterThan(0)
  expect(then + causes.reduce((sum, each) => sum + each, 0)).toBe(now)
})

test('the link to a proof opens it again after a reload', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `${overview()}?proof=gifts`)
  await expect(page.getByRole('dialog', { name: 'Gifts' })).toBeVisible()
  await page.reload()
  await listens(page)
  await expect(page.getByRole('dialog', { name: 'Gifts' })).toBeVisible()
})
