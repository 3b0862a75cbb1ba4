import { expect, test } from '@playwright/test'
import { clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'

const client = () => {
  const found = clientsOf('owner').theirs.find(({ slug }) => slug === 'juniper-street-arts')
  if (!found) throw new Error('the demo has no such client')
  return found
}
const past = 'from=2026-01-01'
const days = () => `${past}&to=${new Date().toISOString().slice(0, 10)}`

test('a pipeline is told of by stage and by what touched it, and what a campaign brings is worked out', async ({
  page,
}) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${client().slug}/pipeline?${days()}`)
  await settled(page)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('made, worth')
  for (const card of ['Sourced', 'Influenced', 'Accelerated'])
    await expect(page.locator(`[data-kpi="${card}"]`)).toBeVisible()
  const stages = page.getByRole('table', { name: 'Stages' })
  const rows = await stages.locator('tbody tr').count()
  expect(rows).toBeGreaterThan(2)

  const from = page.getByLabel('From stage')
  await expect(page.getByText(/\d+%: \d+ of \d+ deals? came on/)).toBeVisible()
  expect(await from.locator('option').count()).toBe(rows - 1)
  const second = (await from.locator('option').nth(1).textContent()) ?? ''
  await from.selectOption({ label: second })
  await expect(page.getByLabel('To stage').locator('option')).toHaveCount(rows - 2)

  await page.getByLabel('Spend').fill('1000')
  await page.getByLabel('Leads', { exact: true }).fill('20')
  await page.getByLabel('Leads that become deals').fill('50')
  await page.getByLabel('Deals that are won').fill('25')
  await page.getByLabel('A won deal brings').fill('900')
  await page.getByLabel('Margin').fill('100')
  await page.getByRole('button', { name: 'Work it out' }).click()
  await expect(page.getByRole('definition').filter({ hasText: '125' })).toBeVisible()
  await expect(page).toHaveURL(/leads=20/)
  await page.getByLabel('Deals that are won').fill('250')
  await page.getByRole('button', { name: 'Work it out' }).click()
  await expect(page.getByText('This cannot be worked out')).toBeVisible()
})

test('attribution is tried out, then switched on for a CRM, into fields that somebody named', async ({ page }) => {
  const hubspot = client().connections.find(({ connector }) => connector === 'hubspot')
  await enterAs(page, 'owner')
  await open(page, `/t/${client().slug}/connections/${hubspot?.connectionId ?? ''}`)
  const card = page.getByRole('region', { name: /Attribution written to/ })
  await expect(card.getByText('Off', { exact: true })).toBeVisible()
  await card.getByLabel('Influence by channel').first().fill('attr_first_campaign')
  await card.getByRole('button', { name: 'Look what it would write' }).click()
  await expect(card.getByRole('status')).toContainText(/attr_first_campaign|is known there yet/)
  await expect(card.getByLabel('Influence by channel').first()).toHaveValue('attr_first_campaign')
  await card.getByRole('button', { name: 'Switch on' }).click()
  await expect(card.getByText('Switched on.')).toBeVisible()
  await expect(card.getByText('On', { exact: true })).toBeVisible()
  await card.getByRole('button', { name: 'Switch off' }).click()
  await expect(card.getByText('Off', { exact: true })).toBeVisible()
})
