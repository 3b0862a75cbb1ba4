import { expect, test } from '@playwright/test'
import { clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'

const slug = () => clientsOf('owner').theirs[0]?.slug ?? ''

test('a strategist sees what came, how soon, what is odd and where others count differently, and where to mend it', async ({
  page,
}) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${slug()}/health`)
  await settled(page)
  const sources = page.getByRole('table', { name: 'Seven measures of each source' })
  await expect(sources.getByRole('row')).not.toHaveCount(1)
  // Nothing that is not known reads as a whole.
  await expect(sources.getByText('Not known').or(sources.getByText('Nothing came')).first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Days that are not like the others' })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Gifts by day with the band/ })).toBeVisible()
  await page.getByText('As a table').first().click()
  await expect(page.getByRole('columnheader', { name: 'Expected' }).first()).toBeVisible()

  await page.getByRole('link', { name: 'Only what differs' }).click()
  await expect(page).toHaveURL(/rows=differing/)
  await expect(page.getByRole('table', { name: 'Days of other systems beside ours' })).toBeVisible()
})
