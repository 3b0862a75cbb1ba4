import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { clientsOf } from './house.ts'
import { enterAs, listens, open, settled, signInAs } from './pages.ts'

test('somebody is invited, accepts by the link in the mail, and loses access while the page is open', async ({
  page,
  browser,
}) => {
  const client = clientsOf('owner').theirs[0]
  const slug = client?.slug ?? ''
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
  await open(theirs, `/t/${slug}/overview`)
  await settled(theirs)
  await expect(theirs.locator('[data-kpi="Net raised"]')).toBeVisible()

  await open(page, `/t/${slug}/members`)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.getByRole('button', { name: new RegExp(`: ${guest.name}`) }).click()
  await expect(page.getByText(guest.email)).toHaveCount(0)

  await expect(theirs.locator('[data-kpi="Net raised"]')).toHaveCount(0)
  await theirs.context().close()
})
