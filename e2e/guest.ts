import { expect, type Browser, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import type { Person } from './house.ts'
import { enterAs, listens, open, signInAs } from './pages.ts'

export type Guest = Pick<Person, 'name' | 'email' | 'password'>

/** The owner invites somebody new to a client, who accepts by the link in the mail: their page, signed in. */
export async function bringIn(page: Page, browser: Browser, slug: string): Promise<{ guest: Guest; theirs: Page }> {
  const guest = { name: 'Gwen Guest', email: `${randomUUID()}@guest.example`, password: 'seven quiet green lanterns' }
  await enterAs(page, 'owner')
  await open(page, `/t/${slug}/members`)
  await page.locator('#invite').getByLabel('Email').fill(guest.email)
  await page.locator('#invite').getByLabel('Role').selectOption('viewer')
  await page.locator('#invite').getByRole('button').last().click()
  await expect(page.getByRole('cell', { name: guest.email, exact: true })).toBeVisible()

  const theirs = await (await browser.newContext()).newPage()
  await open(theirs, '/dev/outbox')
  const mail = theirs.getByRole('article').filter({ hasText: guest.email })
  const link = (await mail.getByRole('link').first().getAttribute('href')) ?? ''
  await open(theirs, new URL(link).pathname)
  await theirs.getByLabel('Your name').fill(guest.name)
  await theirs.getByLabel('Choose a password').fill(guest.password)
  await theirs.getByRole('button', { name: 'Accept' }).click()
  await theirs.waitForURL((url) => !url.pathname.startsWith('/invitation'))
  await listens(theirs)
  if (new URL(theirs.url()).pathname === '/sign-in') await signInAs(theirs, guest)
  return { guest, theirs }
}
