import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerFixture, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { createVisits } from './visits.ts'

let ledger: LedgerFixture
beforeAll(async () => {
  ledger = await ledgerFixture()
})
afterAll(() => ledger.t.drop())

test('what somebody reads is an event of that client, once in five minutes, also where they may only read', async () => {
  let at = Date.parse('2026-11-20T15:00:00Z')
  const doing: Promise<void>[] = []
  const processes = [1, 2].map(() =>
    createVisits({ door: ledger.t.door, now: () => new Date(at), later: (work) => void doing.push(work()) }),
  )
  const vera = await ledger.as(cast.vera)
  for (const each of processes) {
    each.note(vera, cast.harbor, 'overview')
    each.note(vera, cast.harbor, 'overview')
    await Promise.all(doing)
  }
  at += 5 * 60_000
  processes[0]?.note(vera, cast.harbor, 'overview')
  await Promise.all(doing)
  const rows = await ledger.t.superuser<{ properties: Record<string, string> }[]>`
    select properties from event where tenant_id = ${cast.harbor} and kind = 14`
  expect(rows.map(({ properties }) => properties)).toEqual([
    { dashboard_section: 'overview', user_role: 'viewer', $user: `user:${cast.vera}` },
    { dashboard_section: 'overview', user_role: 'viewer', $user: `user:${cast.vera}` },
  ])
})

test('of a client that is not theirs nothing is noted', async () => {
  const otto = await ledger.as(cast.otto)
  const doing: Promise<void>[] = []
  createVisits({ door: ledger.t.door, now: () => new Date(), later: (work) => void doing.push(work()) }).note(
    otto,
    cast.harbor,
    'overview',
  )
  await expect(Promise.all(doing)).rejects.toThrow('No such client')
})
