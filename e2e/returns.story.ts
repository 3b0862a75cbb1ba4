import { expect, test, type Page } from '@playwright/test'
import { numberIn } from './figures.ts'
import { clientsOf, type Role } from './house.ts'
import { enterAs, expectNothingSticksOut, expectNoViolations, open, settled } from './pages.ts'

const of = (role: Role, section: string) => `/t/${clientsOf(role).theirs[0]?.slug ?? ''}/${section}`
const cents = (text: string) => (text.trim() === '–' ? 0 : Math.round(numberIn(text) * 100))
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** What was delivered is followed after the demo's first reading: the page fills by itself. */
async function openFilled(page: Page, role: Role, section: string, table: string): Promise<void> {
  await enterAs(page, role)
  await open(page, of(role, section))
  await expect(page.getByRole('table', { name: table }).locator('tbody tr').first()).toBeVisible({ timeout: 60_000 })
  await settled(page)
}

test('what was spent stands beside what is credited, and rows come to what all of it comes to, however it is divided', async ({
  page,
}) => {
  await openFilled(page, 'analyst', 'creatives?by=channel', 'Spend and credit')
  const table = page.getByRole('table', { name: 'Spend and credit' })
  const column = async (nth: number) => (await table.locator(`tbody td:nth-child(${nth})`).allInnerTexts()).map(cents)
  const total = async (nth: number) => cents(await table.locator(`[data-total] td:nth-child(${nth})`).innerText())
  await expect(table.locator('[data-total] td:nth-child(2)')).not.toHaveText('–', { timeout: 60_000 })
  await settled(page)
  const [spend, net] = [await total(2), await total(3)]
  expect(spend).toBeGreaterThan(0)
  expect([sum(await column(2)), sum(await column(3))]).toEqual([spend, net])
  const roas = numberIn(await table.locator('[data-total] td:nth-child(4)').innerText())
  expect(roas).toBeCloseTo(net / spend, 1)

  for (const by of ['Campaigns', 'Topics', 'Creatives']) {
    await page.getByRole('navigation', { name: 'Shown by' }).getByRole('link', { name: by }).click()
    await expect(table.locator('thead th').first()).toContainText(by.replace(/s$/, ''))
    await settled(page)
    expect([sum(await column(2)), sum(await column(3)), await total(2)], by).toEqual([spend, net, spend])
  }
  const card = page.getByRole('list', { name: 'Creatives' }).getByRole('listitem').first()
  const name = await card.getByRole('heading', { level: 3 }).innerText()
  const row = table.locator('tbody tr').filter({ hasText: name }).first()
  expect(cents(await card.locator('.main dd').first().innerText())).toBe(
    cents(await row.locator('td:nth-child(3)').innerText()),
  )
})

test('topics are told by words of one’s own, and the page follows', async ({ page }) => {
  await openFilled(page, 'owner', 'creatives?by=topic', 'Spend and credit')
  const field = page.getByLabel('Topics', { exact: true }).and(page.locator('textarea'))
  await field.fill('nothing that is a topic')
  await page.getByRole('button', { name: 'Save topics' }).click()
  await expect(page.getByText('Line 1 has no topic before a colon.')).toBeVisible()
  await field.fill('Everything: a, e, i, o, u')
  await page.getByRole('button', { name: 'Save topics' }).click()
  await expect(page.getByText('Topics are told by these words now')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Spend and credit' })).toContainText('Everything')
})

test('texts are told of person by person: no step has more people than the one before, and rates are of what is shown', async ({
  page,
}) => {
  await openFilled(page, 'viewer', 'texts', 'From sending to giving')
  const funnel = page.getByRole('table', { name: 'From sending to giving' })
  const people = async (step: string) => numberIn(await funnel.locator(`[data-step=${step}] .people`).innerText())
  const [sent, delivered, clicked, gave] = [
    await people('sent'),
    await people('delivered'),
    await people('clicked'),
    await people('donated'),
  ]
  expect(sent).toBeGreaterThan(0)
  expect([sent >= delivered, delivered >= clicked, clicked >= gave]).toEqual([true, true, true])
  const rate = numberIn(await funnel.locator('[data-step=clicked] td:nth-child(4)').innerText())
  expect(rate).toBeCloseTo((clicked / delivered) * 100, 0)
  await page.getByLabel('Shown by').selectOption('Days')
  await expect(page).toHaveURL(/by=day/)
  await expect(page.getByRole('table', { name: 'Texts in parts' }).locator('thead')).toContainText('Days')
  await page.setViewportSize({ width: 375, height: 800 })
  await expectNothingSticksOut(page, 'texts on a phone')
  await expectNoViolations(page, 'texts on a phone')
})

test('how what plans bring came to be adds up to what they bring', async ({ page }) => {
  await openFilled(page, 'viewer', 'recurring?span=90', 'How it came to this')
  const way = page.getByRole('table', { name: 'How it came to this' })
  const of = async (rows: string) => (await way.locator(`${rows} > td.num:nth-child(3)`).allInnerTexts()).map(cents)
  const [start] = await of('[data-step=start]')
  const [end] = await of('[data-step=end]')
  expect((start ?? 0) + sum(await of('tr:not(.edge)'))).toBe(end)
  const mrr = await page.locator('[data-kpi="Recurring a month"] a.figure').getAttribute('aria-label')
  expect(cents(mrr ?? '')).toBe(end)
  await page.getByRole('link', { name: 'A year' }).click()
  await expect(page).toHaveURL(/span=365/)
})
