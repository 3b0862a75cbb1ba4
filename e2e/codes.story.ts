import { expect, test } from '@playwright/test'
import { clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'

const slug = () => {
  const [client] = clientsOf('owner').theirs
  if (!client) throw new Error('the owner has no client')
  return client.slug
}

test('somebody says whose a code is by keyboard, sees it done, and undoes it', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${slug()}/codes?tab=rule`)
  await settled(page)
  const row = page.getByRole('row').filter({ hasText: 'homepage_modal' })
  await expect(row).toBeVisible()
  await page.locator('tbody tr').first().focus()
  await row.focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: 'homepage_modal' })
  await expect(drawer).toBeVisible()
  await drawer.getByRole('button', { name: 'Ignore this code' }).press('Enter')
  await expect(drawer).toHaveCount(0)
  await expect(page.getByText('homepage_modal is ignored from now on.')).toBeVisible()
  await expect(row).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('As it was before.')).toBeVisible()
  await expect(row).toBeVisible()
})

test('rules are tried on the codes that came; one without a keyword is not saved', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${slug()}/codes/rules`)
  await settled(page)
  await expect(page.getByRole('row').filter({ has: page.getByLabel('Keywords, Email') })).toContainText(/[1-9]/)
  await page.getByLabel('Keywords, Email').fill(' , ')
  await page.getByRole('button', { name: 'Save the rules' }).click()
  await expect(page.getByRole('alert')).toContainText('has no keyword')
})
