import { expect, test } from '@playwright/test'
import { clientsOf } from './house.ts'
import { enterAs, listens, open, settled } from './pages.ts'
import { figure } from './figures.ts'

const two = () => {
  const [one, other] = clientsOf('owner').theirs
  if (!one || !other) throw new Error('the owner has two clients')
  return { one, other }
}
const days = '?from=2026-03-01&to=2026-03-31&vs=previous_year'

test('one keystroke leads to another client, to the same page and the same days', async ({ page }) => {
  const { one, other } = two()
  await enterAs(page, 'owner')
  for (const section of ['overview', 'audit']) {
    await open(page, `/t/${one.slug}/${section}${days}`)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(other.name)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/t/${other.slug}/${section}\\${days}$`))
    await expect(page).toHaveTitle(new RegExp(other.name))
  }
})

test('two tabs on two clients do not disturb each other', async ({ page, context }) => {
  const { one, other } = two()
  await enterAs(page, 'owner')
  const tab = await context.newPage()
  await open(page, `/t/${one.slug}/overview`)
  await open(tab, `/t/${other.slug}/overview${days}`)
  await settled(tab)
  const seen = await figure(tab, 'Gifts')
  await page.reload()
  await listens(page)
  await settled(page)
  await expect(page).toHaveTitle(new RegExp(one.name))
  await tab.reload()
  await listens(tab)
  await settled(tab)
  await expect(tab).toHaveTitle(new RegExp(other.name))
  await expect(tab).toHaveURL(new RegExp(`/t/${other.slug}/overview\\${days}$`))
  expect(await figure(tab, 'Gifts')).toBe(seen)
})

test('days and comparison are chosen, live in the address and survive a reload', async ({ page }) => {
  const { one } = two()
  await enterAs(page, 'owner')
  await open(page, `/t/${one.slug}/overview`)
  await page.locator('.tl-range').click()
  await page.getByLabel('From', { exact: true }).fill('2026-06-01')
  await page.getByLabel('To', { exact: true }).fill('2026-06-30')
  await page.getByLabel('Compare with').selectOption('previous_year')
  await page.getByRole('button', { name: 'Show these days' }).click()
  await expect(page).toHaveURL(/from=2026-06-01&to=2026-06-30&vs=previous_year/)
  const chosen = page.locator('.tl-range')
  await expect(chosen).toContainText('Jun')
  await settled(page)
  const seen = await figure(page, 'Gifts')
  await page.reload()
  await listens(page)
  await settled(page)
  await expect(chosen).toContainText('Jun')
  await expect(page.getByText(/^vs .*2025/).first()).toBeVisible()
  expect(await figure(page, 'Gifts')).toBe(seen)
})
