import { expect, test } from '@playwright/test'
import { numberIn } from './figures.ts'
import { clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'

const of = (section: string) => `/t/${clientsOf('analyst').theirs[0]?.slug ?? ''}/${section}`
const cents = (text: string) => Math.round(numberIn(text) * 100)

test('a figure is asked for by day, as it was before the last import, and why it is what it is, in a click or two each', async ({
  page,
}) => {
  await enterAs(page, 'analyst')
  await open(page, of('explore?m=raised_gross'))
  const figure = page.getByRole('region', { name: 'Raised, gross' })
  const whole = await figure.locator('.value').innerText()

  await page.getByLabel('Broken down by').selectOption({ label: 'Broken down by: Day' })
  await expect(page).toHaveURL(/by=day/)
  await page.getByRole('button', { name: 'Show as table' }).click()
  const days = page.getByRole('table', { name: 'Metrics by day' }).locator('tbody tr')
  await expect(days.first()).toBeVisible()
  const sums = await days.locator('td:nth-child(2)').allInnerTexts()
  expect(sums.map(cents).reduce((total, value) => total + value, 0)).toBe(cents(whole.replaceAll(/\s/g, '')))

  await page.getByRole('link', { name: 'Without the last import' }).click()
  await expect(page.getByText(/^As it was known /)).toBeVisible()
  await page.getByRole('link', { name: 'Back to now' }).click()
  await expect(page.getByText(/^As it was known /)).toHaveCount(0)

  await figure.getByText('What it is told by').click()
  await expect(figure.getByRole('listitem').first()).toContainText(/read/)

  await page.getByLabel('Broken down by').selectOption({ label: 'Not broken down' })
  await page.getByRole('link', { name: /^Why this number.*Raised, gross/ }).click()
  await expect(page.getByRole('dialog').getByRole('heading', { name: /why it changed/i })).toBeVisible()
})

test('metrics stand side by side by what both are kept by, and one row of them alone', async ({ page }) => {
  await enterAs(page, 'analyst')
  await open(page, of('explore?m=spend'))
  await page.getByLabel('Add a metric').selectOption({ label: 'ROAS' })
  await expect(page.getByRole('region', { name: 'ROAS' })).toContainText('÷')
  await page.getByLabel('Broken down by').selectOption({ label: 'Broken down by: Channel' })
  await page.getByRole('button', { name: 'Show as table' }).click()
  const ads = page.getByRole('table', { name: 'Metrics by channel' }).getByRole('link', { name: 'Ads' })
  await ads.click()
  await expect(page.getByRole('link', { name: /^Channel: Ads\b/ })).toBeVisible()
  await page.getByRole('link', { name: 'Take Spend away' }).click()
  await expect(page.getByRole('region', { name: 'Spend' })).toHaveCount(0)
})

test('what makes no sense in an address is left out with a notice, and the rest is answered', async ({ page }) => {
  await enterAs(page, 'analyst')
  await open(page, of('explore?m=raised_net&by=colour&f=glory'))
  await expect(page.getByText('Left out: what it is broken down by, a filter.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Raised, net' }).locator('.value')).toBeVisible()
})

test('a metric is found in the dictionary and explored from there', async ({ page }) => {
  await enterAs(page, 'analyst')
  await open(page, of('metrics'))
  await settled(page)
  await page.getByLabel('Find a metric').fill('net spend')
  await page.getByRole('link', { name: 'Explore ROAS', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'ROAS' })).toBeVisible()
})
