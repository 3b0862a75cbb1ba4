import { expect, test, type Page } from '@playwright/test'
import { clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'

const slug = (role: 'owner' | 'viewer') => {
  const [client] = clientsOf(role).theirs
  if (!client) throw new Error(`the ${role} has no client`)
  return client.slug
}
const figure = (text: string | null) => Number((text ?? '').replace(/[^\d]/g, ''))
const preview = (page: Page) => page.locator('.preview')

test('a rule is tried while it is written, saved by its name, found in the list, and archived', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${slug('owner')}/segments`)
  await settled(page)
  await expect(page.getByRole('row').filter({ hasText: 'Inactive donors' })).toContainText(/[1-9]/)
  await page.getByRole('link', { name: 'New segment' }).click()
  await expect(preview(page)).toContainText(/people .* fit this/)
  const before = figure(await preview(page).locator('strong').textContent())
  await page.getByLabel('Value 1').fill('4')
  await expect.poll(async () => figure(await preview(page).locator('strong').textContent())).toBeLessThan(before)
  await page.getByLabel('Value 1').fill('-1')
  await expect(preview(page).getByRole('alert')).toContainText('compare with 0 or more')
  await expect(page.getByRole('button', { name: 'Make the segment' })).toBeDisabled()
  await page.getByLabel('Value 1').fill('4')
  await expect(preview(page)).toContainText(/fit this/)
  const name = `Gave four times, ${Date.now()}`
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Make the segment' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByText('Gifts: at least 4.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'People in it' }).getByRole('row').nth(1)).toBeVisible()

  // It may not come round to itself.
  await page.getByRole('button', { name: 'Write it as JSON' }).click()
  const id = new URL(page.url()).pathname.split('/').at(-1)
  await page.getByLabel('Rule as JSON').fill(`{ "not": { "segment": "${id}" } }`)
  await expect(preview(page).getByRole('alert')).toContainText('refers to itself')
  await page.reload()
  await settled(page)
  await page.getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByText(`“${name}” is archived.`)).toBeVisible()
  await open(page, `/t/${slug('owner')}/segments`)
  await settled(page)
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0)
})

test('a goal is set, says its pace, and is archived and brought back', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${slug('owner')}/goals`)
  await settled(page)
  await page.getByRole('button', { name: 'New goal' }).click()
  const drawer = page.getByRole('dialog', { name: 'A new goal' })
  const name = `Season ${Date.now()}`
  await drawer.getByLabel('Name').fill(name)
  await drawer.getByLabel('Target').fill('much')
  await drawer.getByRole('button', { name: 'Save the goal' }).click()
  await expect(drawer.getByText('The target is a number.')).toBeVisible()
  await drawer.getByLabel('Target').fill('250000')
  await drawer.getByRole('button', { name: 'Save the goal' }).press('Enter')
  await expect(drawer).toHaveCount(0)
  const goal = page.getByRole('region', { name })
  await expect(goal).toContainText('of $250,000')
  await expect(goal).toContainText('At this pace')
  await expect(goal).toContainText('no model yet')
  await goal.getByRole('button', { name: `Archive, ${name}` }).click()
  await expect(page.getByText(`“${name}” is archived.`)).toBeVisible()
  await page.getByRole('button', { name: `Bring back, ${name}` }).click()
  await expect(page.getByText(`“${name}” is back.`)).toBeVisible()
  await goal.getByRole('button', { name: `Archive, ${name}` }).click()
  await expect(goal).toHaveCount(0)
})

test('a viewer sees segments and goals and changes neither', async ({ page }) => {
  await enterAs(page, 'viewer')
  await open(page, `/t/${slug('viewer')}/segments/inactive`)
  await settled(page)
  await expect(page.getByText('Strategists and up change rules.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save the rule' })).toHaveCount(0)
  await open(page, `/t/${slug('viewer')}/goals`)
  await settled(page)
  await expect(page.getByRole('button', { name: 'New goal' })).toHaveCount(0)
})
