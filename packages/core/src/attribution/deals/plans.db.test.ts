import { authenticateJob } from '@throughline/db'
import { cast, planFaults, sentBy } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testNow } from '../../ledger/testing/ledger-fixture.ts'
import { switchedOn } from '../../write-back/write-back.store.ts'
import { donor, story, type Story } from '../testing/story.ts'
import { dealPeople, noteDealContacts } from './deal-contacts.store.ts'
import { readDeals } from './deals.store.ts'

let s: Story
beforeAll(async () => {
  s = await story()
  const at = '2026-11-02T12:00:00.000Z'
  await s.tell('c', [{ kind: 'crm_contact', key: 'c', happenedAt: at, createdAt: at, person: donor('ada') }])
  await s.tell('d', [{ kind: 'opportunity', key: 'd', happenedAt: at, state: 'won', closedAt: at, contacts: ['c'] }])
  await s.attribute()
})
afterAll(() => s.t.drop())

test('whose deals are is asked through indexes, the tenant’s policy once', async () => {
  const sent = await sentBy(
    s.t,
    () => testNow,
    async (door) =>
      door.withTenant(authenticateJob(cast.harbor, 'test'), cast.harbor, async (inside) => {
        expect(await noteDealContacts(inside, { after: 0, upTo: 9 })).toEqual([1])
        expect(await dealPeople(inside, [1])).toEqual([1])
        expect(await readDeals(inside, { contactNos: [1], won: true }, [])).toHaveLength(1)
        expect(await switchedOn(inside)).toEqual([])
      }),
  )
  expect(sent.length).toBeGreaterThan(6)
  expect(await planFaults(s.t, sent)).toEqual([])
})
