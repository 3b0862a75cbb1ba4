import { expect, test } from '@playwright/test'
import { clientsOf, personAs } from './house.ts'
import { enterAs, listens, open } from './pages.ts'

test('the keyboard alone signs in, goes places and lists its keys', async ({ page }) => {
  const { email, password } = personAs('owner')
  await open(page, '/sign-in')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Email')).toBeFocused()
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/portfolio/)
  await listens(page)

  await open(page, `/t/${clientsOf('owner').theirs[0]?.slug ?? ''}/overview`)
  for (const [letter, path] of [
    ['c', /\/connections$/],
    ['a', /\/audit$/],
    ['o', /\/overview$/],
    ['p', /\/portfolio$/],
  ] as const) {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await expect(page).toHaveURL(path)
  }
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await expect(keys).toContainText('Go to anything')
  await expect(keys).toContainText('Portfolio')
  await page.keyboard.press('Escape')
  await expect(keys).toBeHidden()
})

test('what is typed into a field is no command', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${clientsOf('owner').theirs[0]?.slug ?? ''}/members`)
  await page.locator('#invite').getByLabel('Email').pressSequentially('g?od')
  await expect(page).toHaveURL(/members/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.locator('#invite').getByLabel('Email')).toHaveValue('g?od')
})

test('the chosen theme stays, and the server already sends it', async ({ page }) => {
  await enterAs(page, 'viewer')
  await open(page, '/account')
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-theme', 'light')
  await page.keyboard.press('d')
  await expect(html).toHaveAttribute('data-theme', 'dark')
  // Before any script runs: a page that turns dark afterwards would flash.
  const sent = await (await page.request.get(page.url())).text()
  expect(sent).toMatch(/<html[^>]*data-theme="dark"/)
  await page.reload()
  await expect(html).toHaveAttribute('data-theme', 'dark')
})
