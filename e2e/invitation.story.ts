import { expect, test } from '@playwright/test'
import { newcomer } from './newcomer.ts'
import { open, settled } from './pages.ts'

test('somebody is invited, accepts by the link in the mail, and loses access while the page is open', async ({
  page,
  browser,
}) => {
  const { guest, slug, theirs } = await newcomer(page, browser)
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
