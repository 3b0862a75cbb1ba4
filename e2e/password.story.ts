import { expect, test, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { linkMailedTo, newcomer } from './newcomer.ts'
import { listens, open, settled, signInAs } from './pages.ts'

const forget = async (page: Page, email: string) => {
  await open(page, '/sign-in')
  await page.getByRole('link', { name: /forgot/i }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reset your password')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look into your inbox')
  return (await page.locator('main').innerText()).replaceAll(email, '…')
}

const trySignIn = async (page: Page, email: string, password: string) => {
  await open(page, '/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('a forgotten password is reset by the link in the mail: the old one is refused, every other session ends', async ({
  page,
  browser,
}) => {
  const { guest, slug, theirs } = await newcomer(page, browser)
  await open(theirs, `/t/${slug}/overview`)
  await settled(theirs)

  const stranger = await (await browser.newContext()).newPage()
  const said = await forget(stranger, guest.email)
  expect(await forget(stranger, `${randomUUID()}@nobody.example`)).toBe(said)

  const link = await linkMailedTo(stranger, guest.email)
  await open(stranger, link)
  const next = 'nine loud orange kettles'
  await stranger.getByLabel('New password').fill('short')
  await stranger.getByRole('button', { name: 'Set the password' }).click()
  await expect(stranger).toHaveURL(new RegExp(link))
  await stranger.getByLabel('New password').fill(next)
  await stranger.getByRole('button', { name: 'Set the password' }).click()
  await stranger.waitForURL(/\/sign-in/)
  await expect(stranger.getByText('Your password is changed')).toBeVisible()

  // The page that was open elsewhere shows no figure any more, and asks who is there.
  await expect(theirs.locator('[data-kpi="Net raised"]')).toHaveCount(0)
  await theirs.goto(new URL(`/t/${slug}/overview`, theirs.url()).href)
  await expect(theirs).toHaveURL(/\/sign-in/)

  await trySignIn(stranger, guest.email, guest.password)
  await expect(stranger.getByRole('alert')).toBeVisible()
  await expect(stranger).toHaveURL(/\/sign-in/)
  await signInAs(stranger, { email: guest.email, password: next })
  await expect(stranger).toHaveURL(new RegExp(`/t/${slug}/overview`))

  await open(theirs, link)
  await theirs.getByLabel('New password').fill('yet another long password')
  await theirs.getByRole('button', { name: 'Set the password' }).click()
  await expect(theirs.getByText('This link has been used')).toBeVisible()
  await theirs.context().close()
  await stranger.context().close()
})

test('signing out everywhere ends a second browser, page and all', async ({ page, browser }) => {
  const { guest, slug, theirs } = await newcomer(page, browser)
  const second = await (await browser.newContext()).newPage()
  await signInAs(second, guest)
  await open(second, `/t/${slug}/overview`)
  await settled(second)
  await expect(second.locator('[data-kpi="Net raised"]')).toBeVisible()

  await open(theirs, '/account')
  await theirs.getByRole('button', { name: 'Sign out everywhere' }).click()
  await theirs.waitForURL(/\/sign-in/)
  await expect(theirs.getByText('You are signed out.')).toBeVisible()

  await expect(second.locator('[data-kpi="Net raised"]')).toHaveCount(0)
  await second.goto(new URL(`/t/${slug}/recurring`, second.url()).href)
  await expect(second).toHaveURL(/\/sign-in\?next=/)
  await listens(second)
  // And who signs in again is where they wanted to be.
  await second.getByLabel('Email').fill(guest.email)
  await second.getByLabel('Password', { exact: true }).fill(guest.password)
  await second.getByRole('button', { name: 'Sign in' }).click()
  await expect(second).toHaveURL(new RegExp(`/t/${slug}/recurring`))
  await theirs.context().close()
  await second.context().close()
})
