import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { inDatabase } from './database.ts'
import { clientAt, clientsOf, personAs } from './house.ts'
import { enterAs, open, settled } from './pages.ts'

const title = 'Work failed for good'

test('what is wrong rings the bell, is taken by somebody, spoken of, put off, and resolves itself once it is mended', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const client = clientAt(clientsOf('owner').theirs.at(-1)?.slug)
  const letter = randomUUID()
  await inDatabase(async (sql) => {
    await sql`delete from dead_letter where tenant_id = ${client.tenantId}`
    await sql`insert into dead_letter (tenant_id, id, kind, ref, error, attempts, died_at, state)
      values (${client.tenantId}, ${letter}, 'merge-strips', null, 'RangeError at merge-strips.ts:1', 10, now(), 'dead')`
    // The watch comes every few minutes; here it is to come now.
    await sql`update schedule set next_due_at = now() where tenant_id = ${client.tenantId} and kind = 'watch'`
  })
  await enterAs(page, 'owner')
  await open(page, `/t/${client.slug}/overview`)
  const bell = page.getByRole('link', { name: /^Alerts: [1-9]\d* open$/ })
  await expect(bell).toBeVisible({ timeout: 60_000 })
  await bell.click()
  await settled(page)
  const row = page.getByRole('listitem').filter({ hasText: title })
  // Other things may be wrong already, and the watch rests half a minute between two looks.
  await expect(row).toContainText('merge-strips', { timeout: 75_000 })
  await row.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(page.getByText('One acknowledged.')).toBeVisible()
  await expect(row).toHaveCount(0)

  await page
    .getByRole('navigation', { name: 'Alerts by state' })
    .getByRole('link', { name: /Acknowledged/ })
    .click()
  await row.getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  const owner = personAs('owner')
  await page.getByLabel('Who looks after it').selectOption({ label: owner.name })
  await page.getByRole('button', { name: 'Give' }).click()
  await expect(page.getByText(`gave it to ${owner.name}`)).toBeVisible()
  await page.getByLabel('Comment').fill('The disk was full.')
  await page.getByRole('button', { name: 'Add the comment' }).click()
  await expect(page.getByText('The disk was full.')).toBeVisible()
  await page.getByLabel('For how long').selectOption({ label: 'a day' })
  await page.getByRole('button', { name: 'Put off' }).click()
  await expect(page.getByText(/put it off until/)).toBeVisible()
  await page.getByRole('link', { name: 'What to do' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await expect(page.getByText(/tried 10 times/)).toBeVisible()

  await inDatabase(async (sql) => {
    await sql`update dead_letter set state = 'dismissed', settled_at = now() where id = ${letter}`
    await sql`update schedule set next_due_at = now() + interval '31 seconds' where tenant_id = ${client.tenantId} and kind = 'watch'`
  })
  await open(page, `/t/${client.slug}/alerts?state=resolved`)
  await expect(row.first()).toBeVisible({ timeout: 90_000 })
})

test('a channel is set up; one that leads inside is refused, one that leads nowhere says so', async ({ page }) => {
  const client = clientAt(clientsOf('owner').theirs.at(-1)?.slug)
  await enterAs(page, 'owner')
  await open(page, `/t/${client.slug}/alerts/settings`)
  await settled(page)
  await page.getByLabel('Name', { exact: true }).fill('Team chat')
  await page.getByLabel('Address of the webhook').fill('https://192.168.0.10/hook')
  await page.getByRole('button', { name: 'Save the channel' }).click()
  await expect(page.getByText('It leads to a private address.')).toBeVisible()
  await page.getByLabel('Address of the webhook').fill('https://chat.nowhere.invalid/hook/abcd')
  await page.getByRole('button', { name: 'Save the channel' }).click()
  await expect(page.getByText('The channel is saved.')).toBeVisible()
  const channel = page.getByRole('listitem').filter({ hasText: 'Team chat' })
  await expect(channel).toContainText('chat.nowhere.invalid …abcd')
  await channel.getByRole('button', { name: /Send a test/ }).click()
  await expect(channel).toContainText(/It did not arrive\. Its name leads nowhere\./, { timeout: 30_000 })
  await channel.getByRole('button', { name: /Remove/ }).click()
  await expect(channel).toHaveCount(0)
})
