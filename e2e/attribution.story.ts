import { expect, test, type Page } from '@playwright/test'
import { numberIn } from './figures.ts'
import { clientsOf, type Role } from './house.ts'
import { enterAs, expectNothingSticksOut, expectNoViolations, open, settled, turn } from './pages.ts'

const of = (role: Role, section: string) => `/t/${clientsOf(role).theirs[0]?.slug ?? ''}/${section}`
const cents = (text: string) => (text.trim() === '–' ? 0 : Math.round(numberIn(text) * 100))
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const table = (page: Page) => page.getByRole('table', { name: 'Credit by every model' })

/** Gifts are followed back after the demo's first reading: the page fills by itself. */
async function openFollowed(page: Page, role: Role, search = ''): Promise<void> {
  await enterAs(page, role)
  await open(page, of(role, `attribution${search}`))
  await expect(table(page).locator('tbody tr a').first()).toBeVisible({ timeout: 60_000 })
  await settled(page)
}

test('an analyst goes from a channel’s total to one gift and to the source’s record, and every sum agrees', async ({
  page,
}) => {
  await openFollowed(page, 'analyst')
  const columns = await table(page).locator('tfoot td.num').allInnerTexts()
  expect(new Set(columns).size, 'every model comes to the same').toBe(1)
  const shown = await table(page).locator('tbody td.shown').allInnerTexts()
  expect(sum(shown.map(cents))).toBe(cents(columns[0] ?? ''))

  const row = table(page).locator('tbody tr:not(.nowhere)').first()
  const [place, amount] = [await row.locator('th').innerText(), await row.locator('td a').first().innerText()]
  await row.locator('td a').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${amount} is credited to ${place.trim()}`)
  await settled(page)
  const gifts = page.getByRole('table', { name: 'Gifts' }).locator('tbody tr')
  if ((await page.getByRole('link', { name: 'Earlier gifts' }).count()) === 0) {
    const credited = await gifts.locator('td:nth-child(6)').allInnerTexts()
    expect(sum(credited.map(cents)), 'the gifts listed come to the channel’s total').toBe(cents(amount))
  }

  await gifts.first().focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/journeys\/\d+/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('then $')
  const models = page.getByRole('table', { name: 'Credit by model' }).locator('tbody tr')
  const net = cents(await models.first().locator('[data-sum]').innerText())
  for (const model of await models.all()) {
    const cells = await model.locator('td:not([data-sum])').allInnerTexts()
    expect(sum(cells.map(cents)), await model.locator('th').innerText()).toBe(net)
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await turn(page, colorScheme)
    await expectNoViolations(page, `a journey, ${colorScheme}`)
  }

  await page.getByRole('region', { name: 'How we know' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/touch=/)
  const record = page.getByRole('dialog')
  await expect(record.locator('[data-row]').first()).toContainText(/the raw delivery is (kept until|no longer kept)/)
  await expect(record).toContainText('Version 1')
  await page.reload()
  await expect(record.locator('[data-row]').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(record).toBeHidden()
  await expect(page).not.toHaveURL(/touch=/)
  await page.setViewportSize({ width: 375, height: 800 })
  await expectNothingSticksOut(page, 'a journey on a phone')
})

test('another window and another model are shown without a reload; the model asks for nothing', async ({ page }) => {
  await openFollowed(page, 'analyst')
  const total = await table(page).locator('tfoot td').first().innerText()
  await page.evaluate('window.stays = true')
  await page.getByRole('button', { name: /^Model and window/ }).click()
  const panel = page.getByRole('dialog', { name: 'Model and window' })
  await panel.getByLabel('Clicks within').selectOption('1 day')
  await expect(page).toHaveURL(/window=1-28/)
  await expect(page.getByText('1 day for clicks, 28 days for views')).toBeVisible()
  expect(await table(page).locator('tfoot td').first().innerText(), 'a window divides, it never adds').toBe(total)

  const asked: string[] = []
  page.on('request', (request) => void asked.push(request.url()))
  await panel.getByLabel('Model shown').selectOption('First touch')
  await expect(page).toHaveURL(/model=first_touch/)
  await expect(table(page).locator('thead th.shown')).toContainText('First touch · shown')
  expect(asked.filter((url) => /__data|trpc/.test(url))).toEqual([])
  expect(await page.evaluate('window.stays')).toBe(true)
  await panel.getByRole('button', { name: 'Back to the client’s own' }).click()
  await expect(page).not.toHaveURL(/model=|window=/)
})

test('who may choose is told what becomes of earlier credit, and may leave it', async ({ page }) => {
  await openFollowed(page, 'owner', '?model=linear')
  await page.getByRole('button', { name: /^Model and window/ }).click()
  await page.getByRole('button', { name: 'Make this the client’s own' }).click()
  await expect(page.getByRole('dialog', { name: 'Model and window' })).toContainText('Nothing is lost')
  await page.getByRole('button', { name: 'Leave it' }).click()
  await expect(page.getByRole('button', { name: 'Make this the client’s own' })).toBeVisible()
})

test('a client’s viewer sees what led to gifts, and donors only masked', async ({ page }) => {
  await openFollowed(page, 'viewer')
  await open(page, of('viewer', 'journeys'))
  await settled(page)
  const donors = page.getByRole('table', { name: 'Gifts' }).locator('tbody td:nth-child(2)')
  await expect(donors.first()).toBeVisible()
  for (const donor of await donors.allInnerTexts()) expect(donor).toMatch(/^(\S…|Someone)/)
  for (const view of ['paths', 'lag']) {
    await open(page, of('viewer', `attribution?view=${view}`))
    await settled(page)
    await expectNoViolations(page, view)
  }
})

test('rules of one’s own are refused with their place, tried on the last 30 days, and both columns come to one sum', async ({
  page,
}) => {
  await openFollowed(page, 'owner')
  await open(page, of('owner', 'attribution/rules'))
  await settled(page)
  const rules = page.getByRole('textbox', { name: 'One rule a line' })
  const tryThem = page.getByRole('button', { name: 'Try on the last 30 days' })
  await rules.fill('when weather is fine then 2\nelse 1')
  await tryThem.click()
  await expect(page.getByText(/^Line 1, place \d+: /)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Keep credit by these' })).toBeDisabled()

  await rules.fill('when is_last then 3\nelse 1')
  await tryThem.click()
  const tried = page.getByRole('table', { name: /now and by these rules/ })
  await expect(tried).toBeVisible()
  const column = async (n: number) => sum((await tried.locator(`tbody td:nth-child(${n})`).allInnerTexts()).map(cents))
  const says = await page.getByText(/^Both columns come to /).innerText()
  expect(await column(2)).toBe(Math.round(numberIn(says) * 100))
  expect(await column(3)).toBe(await column(2))
  await expect(page.getByRole('button', { name: 'Keep credit by these' })).toBeEnabled()
})
