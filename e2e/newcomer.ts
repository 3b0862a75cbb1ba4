import { expect, type Browser, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { clientsOf } from './house.ts'
import { enterAs, listens, open, signInAs } from './pages.ts'

export interface Guest {
  name: string
  email: string
  password: string
}

const somebody = (): Guest => {
  const who = randomUUID()
  return { name: `Gwen ${who.slice(0, 8)}`, email: `${who}@guest.example`, password: 'seven quiet green lanterns' }
}

/** The link in the newest mail to that address, as the development outbox shows it. */
export const linkMailedTo = async (page: Page, email: string): Promise<string> => {
  const mail = page.getByRole('article').filter({ hasText: email }).first()
  // Mail goes out by a job of its own, moments later.
  await expect(async () => {
    await open(page, '/dev/outbox')
    await expect(mail).toBeVisible({ timeout: 1_000 })
  }).toPass()
  return new URL((await mail.getByRole('link').first().getAttribute('href')) ?? '').pathname
}

/** The owner invites somebody to a client, from its members' page. */
export const invite = async (page: Page, slug: string, email: string, role: string): Promise<void> => {
  await open(page, `/t/${slug}/members`)
  await page.locator('#invite').getByLabel('Email').fill(email)
  await page.locator('#invite').getByLabel('Role').selectOption(role)
  await page.locator('#invite').getByRole('button').last().click()
  await expect(page.getByRole('cell', { name: email, exact: true })).toBeVisible()
}

/** They follow the link in the mail, and are in. */
export const accept = async (page: Page, guest: Guest): Promise<void> => {
  await open(page, await linkMailedTo(page, guest.email))
  await page.getByLabel('Your name').fill(guest.name)
  await page.getByLabel('Choose a password').fill(guest.password)
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/invitation'))
  await listens(page)
  if (new URL(page.url()).pathname === '/sign-in') await signInAs(page, guest)
}

/** Somebody who has just accepted an invitation as a viewer of the owner's first client: nobody else's account is touched. */
export const newcomer = async (page: Page, browser: Browser): Promise<{ guest: Guest; slug: string; theirs: Page }> => {
  const guest = somebody()
  const slug = clientsOf('owner').theirs[0]?.slug ?? ''
  await enterAs(page, 'owner')
  await invite(page, slug, guest.email, 'viewer')
  const theirs = await (await browser.newContext()).newPage()
  await accept(theirs, guest)
  return { guest, slug, theirs }
}
