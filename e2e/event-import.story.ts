import { expect, test, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { clientAt, clientsOf } from './house.ts'
import { enterAs, expectNothingSticksOut, expectNoViolations, open, turn } from './pages.ts'

const count = (page: Page, name: string) => page.locator('dl > div').filter({ hasText: name }).locator('dd')

test('past events come in by a file: columns said, looked at, tried dry, imported, and taken back', async ({
  page,
}) => {
  const client = clientAt(clientsOf('owner').theirs[0]?.slug)
  const mark = randomUUID()
  const lines = [
    'What,When,Who,engagement_type',
    `user_engaged,3/10/2019 8:00 AM,${mark}-ann,app_open`,
    `user_engaged,3/11/2019 9:30 PM,${mark}-bob,page_view`,
    `user_engaged,soon,${mark}-cid,page_view`,
    `user_engaged,3/11/2019 9:30 PM,${mark}-bob,page_view`,
  ]
  await enterAs(page, 'owner')
  await open(page, `/t/${client.slug}/events/import`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bring in past events from a file')
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: `past-${mark.slice(0, 8)}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\r\n')),
  })
  await page.getByRole('button', { name: 'Upload' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toContainText('Say what the columns of past-')
  // Neither a kind nor a time was known by its header.
  const preview = page.getByRole('table', { name: 'The first rows' })
  await page.getByLabel('Kind of event').selectOption('column:What')
  await page.getByLabel('When it happened').selectOption('When')
  await page.getByLabel('How times are written').selectOption('month_first')
  await page.getByLabel('Person (user_id)').selectOption('Who')
  await page.getByRole('button', { name: 'Keep and look again' }).click()
  await expect(page.getByText('3 of 4 would be taken.')).toBeVisible()
  await expect(preview.locator('tbody tr').nth(2)).toContainText('timestamp')
  await expectNoViolations(page)
  await turn(page, 'dark')
  await page.setViewportSize({ width: 375, height: 800 })
  await expectNothingSticksOut(page, 'an import on a phone')
  await expectNoViolations(page)
  await page.setViewportSize({ width: 1280, height: 900 })
  await turn(page, 'light')

  await page.getByRole('button', { name: 'Try it dry' }).click()
  await expect(page.getByRole('heading', { name: 'What a dry run found' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Try it dry again' })).toBeVisible({ timeout: 30_000 })
  await expect(count(page, 'Would be taken')).toHaveText('3')
  await expect(count(page, 'Refused')).toHaveText('1')

  await page.getByRole('button', { name: 'Import 4 rows' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('is imported.', { timeout: 30_000 })
  await expect(count(page, 'Imported')).toHaveText('2')
  await expect(count(page, 'Known already')).toHaveText('1')
  await expect(count(page, 'Refused')).toHaveText('1')
  await expect(page.getByRole('table', { name: 'Rows that were refused' }).locator('tbody tr')).toContainText(
    'timestamp',
  )

  page.once('dialog', (dialog) => void dialog.accept())
  await page.getByRole('button', { name: 'Undo the whole import' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('is undone.', { timeout: 30_000 })
  await expect(count(page, 'Taken back')).toHaveText('2')

  await page.getByRole('link', { name: 'All imports' }).click()
  await expect(page.getByRole('row').filter({ hasText: mark.slice(0, 8) })).toContainText('Undone')
  await expectNoViolations(page)
  await open(page, `/t/${client.slug}/audit`)
  await expect(page.getByText('Undid an import').first()).toBeVisible()
})

test('a file that is none is refused in words, and a viewer has no way in', async ({ page, browser }) => {
  const client = clientAt(clientsOf('owner').theirs[0]?.slug)
  await enterAs(page, 'owner')
  await open(page, `/t/${client.slug}/events/import`)
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'book.csv', mimeType: 'text/csv', buffer: Buffer.from('PK\u0003\u0004 and so on') })
  await page.getByRole('button', { name: 'Upload' }).click()
  await expect(page.getByText('Save it as CSV.')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'book.csv' })).toHaveCount(0)

  const other = await (await browser.newContext()).newPage()
  await enterAs(other, 'viewer')
  await open(other, `/t/${clientAt(clientsOf('viewer').theirs[0]?.slug).slug}/events/import`)
  await expect(other.getByLabel('File', { exact: true })).toHaveCount(0)
  await expect(other.getByRole('table', { name: 'Imports' })).toHaveCount(0)
  await other.context().close()
})
