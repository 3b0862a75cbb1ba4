import { expect, test } from '@playwright/test'
import { personAs } from './house.ts'
import { expectNoViolations, open, signIn, turn } from './pages.ts'

test('the sign-in page stands alone and axe finds nothing on it, light and dark', async ({ page }) => {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  await open(page, '/sign-in')
  await expect(page.getByRole('button', { name: /sign in/i })).toBeVisible()
  await expectNoViolations(page)
  await turn(page, 'dark')
  await expectNoViolations(page)
  expect(faults).toEqual([])
})

test('a wrong password says so and lets nobody in; the right one does', async ({ page }) => {
  const owner = personAs('owner')
  await open(page, '/sign-in')
  await page.getByLabel(/email/i).fill(owner.email)
  await page.getByLabel(/^password$/i).fill('not the password')
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page).toHaveURL(/sign-in/)
  await signIn(page, 'owner')
  await expect(page).not.toHaveURL(/sign-in/)
})

test('nobody sees the portfolio without signing in', async ({ page }) => {
  await open(page, '/portfolio')
  await expect(page).toHaveURL(/sign-in/)
})
