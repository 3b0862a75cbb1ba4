import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { inDatabase } from './database.ts'
import { clientAt, clientsOf } from './house.ts'
import { enterAs, open } from './pages.ts'

test('work that failed for good is seen, tried again and done, or left', async ({ page }) => {
  const client = clientAt(clientsOf('owner').theirs[0]?.slug)
  const [connection] = client.connections
  const letters = { again: randomUUID(), left: randomUUID() }
  // Half an hour of failures, as if they had been.
  await inDatabase(async (sql) => {
    await sql`delete from dead_letter where tenant_id = ${client.tenantId}`
    for (const [id, kind] of [
      [letters.again, 'read-connection'],
      [letters.left, 'reconcile'],
    ] as const)
      await sql`insert into dead_letter (tenant_id, id, kind, ref, error, attempts, died_at, state)
        values (${client.tenantId}, ${id}, ${kind}, ${connection?.connectionId ?? null}, 'RangeError at read-connection.ts:1', 10, now(), 'dead')`
  })
  const stateOf = (id: string) =>
    inDatabase(
      async (sql) => (await sql<{ state: string }[]>`select state from dead_letter where id = ${id}`)[0]?.state,
    )
  /** Readings of the connection that were ever begun. */
  const readings = () =>
    inDatabase(
      async (sql) =>
        (
          await sql<{ n: number }[]>`select count(*)::int as n from sync_run
            where tenant_id = ${client.tenantId} and connection_id = ${connection?.connectionId ?? null}`
        )[0]?.n ?? 0,
    )
  const before = await readings()

  await enterAs(page, 'owner')
  await open(page, `/t/${client.slug}/work`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two pieces of work failed for good.')
  const table = page.getByRole('table', { name: 'Failed work' })
  const row = (text: RegExp) => table.locator('tbody tr').filter({ hasText: text })
  await row(/Reading a source/)
    .getByRole('button', { name: 'Try again' })
    .click()
  await expect(page.getByText('It is being tried again.')).toBeVisible()
  await expect(table.locator('tbody tr')).toHaveCount(1)
  expect(await stateOf(letters.again)).toBe('replayed')
  await expect.poll(readings, { timeout: 30_000 }).toBeGreaterThan(before)

  await row(/Comparing with the source/)
    .getByRole('button', { name: 'Leave it' })
    .click()
  await expect(page.getByText('It is left.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('No work has failed')
  expect(await stateOf(letters.left)).toBe('dismissed')
})
