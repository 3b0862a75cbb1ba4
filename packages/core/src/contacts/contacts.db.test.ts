import { randomUUID } from 'node:crypto'
import type { Actor } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setAside } from '../ingest/quarantine.store.ts'
import { checkLedger, daySums, factsAt, mergeContacts, peopleAt } from '../ledger/index.ts'
import { donor, gift, refund, row } from '../ledger/testing/gift.ts'
import { ledgerFixture, testNow, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import type { Secrets } from '../secrets/index.ts'
import type { Contacts } from './contacts.ts'
import { createContacts } from './create-contacts.ts'

let ledger: LedgerFixture
let contacts: Contacts
const actors = new Map<string, Actor>()
const as = (name: 'olive' | 'sam' | 'vera' | 'carla' | 'otto') => {
  const actor = actors.get(name)
  if (!actor) throw new Error(`${name} has no session`)
  return actor
}
beforeAll(async () => {
  ledger = await ledgerFixture()
  const secrets = { forTenant: async () => ledger.keyring } as unknown as Secrets
  contacts = createContacts({ door: ledger.t.door, secrets, now: () => testNow, newId: randomUUID })
  for (const name of ['olive', 'sam', 'vera', 'carla', 'otto'] as const) {
    actors.set(name, await ledger.as(cast[name]))
  }
})
afterAll(() => ledger.t.drop())

const zelda = donor('zelda', { phone: '(314) 555-0142', lastName: 'Zimmermann', externalIds: { donor: '50000001' } })
const reading = () =>
  ledger.inside(async (inside) => ({
    sums: await daySums(inside, { from: '2026-01-01', to: '2026-12-31' }),
    people: await peopleAt(inside, { from: '2026-01-01', to: '2026-12-31' }),
    facts: (await factsAt(inside, { kinds: ['conversion', 'refund'], limit: 100 })).rows,
  }))
const audited = () => ledger.t.superuser`select action, subject, detail from audit order by seq desc limit 1`

describe('a person', () => {
  beforeAll(async () => {
    const first = gift('1', zelda)
    await ledger.write([
      row('1', [first]),
      row('2', [gift('2', zelda, { happenedAt: '2026-11-12T18:00:00.000Z' })]),
      row('3', [gift('3', donor('other'))]),
    ])
    await ledger.write([row('r', [refund(first)], { stream: 'refunds' })])
  })

  test('is found by email and by phone however they are written, masked, and the search is in the audit without the address', async () => {
    const found = { contactNo: 1, masked: 'Z… Z…', gifts: 2, since: '2026-11-10T18:00:00.000Z' }
    expect(await contacts.find(as('olive'), cast.harbor, { email: ' ZELDA@Example.org ' })).toEqual(found)
    expect(await contacts.find(as('sam'), cast.harbor, { phone: '+1 314-555-0142 ext. 9' })).toEqual(found)
    expect(await contacts.find(as('olive'), cast.harbor, { email: 'nobody@example.org' })).toBeNull()
    expect(await audited()).toEqual([
      { action: 'contact.searched', subject: null, detail: { by: 'email', found: false } },
    ])
  })

  test('is revealed to those who may, which is audited; to others refused', async () => {
    await expect(contacts.reveal(as('sam'), cast.harbor, 1)).rejects.toThrow('does not allow')
    await expect(contacts.reveal(as('vera'), cast.harbor, 1)).rejects.toThrow('does not allow')
    await expect(contacts.reveal(as('otto'), cast.harbor, 1)).rejects.toThrow('No such client')
    expect(await contacts.reveal(as('carla'), cast.harbor, 1)).toEqual({
      name: 'zelda Zimmermann',
      email: 'zelda@example.org',
      phone: '(314) 555-0142',
    })
    expect(await audited()).toEqual([{ action: 'contact.revealed', subject: 'contact:1', detail: {} }])
    await expect(contacts.reveal(as('carla'), cast.harbor, 99)).rejects.toThrow('No such contact')
  })

  test('erased is forgotten: no figure changes, nothing of them is left, and a later delivery finds the same number and keeps nothing', async () => {
    const before = await reading()
    await expect(contacts.erase(as('sam'), cast.harbor, 1)).rejects.toThrow('does not allow')
    const deliveryId = randomUUID()
    await ledger.t
      .superuser`insert into connection (tenant_id, connection_id, connector, name, config, state, every_minutes, created_at)
      values (${cast.harbor}, ${deliveryId}, 'acme', 'Acme', '{}', 'active', 60, '2026-11-19T00:00:00Z')`
    await ledger.t
      .superuser`insert into inbox (tenant_id, id, connection_id, kind, received_at, body_hash, body, processed_at, contact_nos)
      values (${cast.harbor}, ${deliveryId}, ${deliveryId}, 'gift', now(), 'x', 'sealed', now(), '{1}')`
    const unread = randomUUID()
    await ledger.t
      .superuser`insert into inbox (tenant_id, id, connection_id, kind, received_at, body_hash, body, processed_at)
      values (${cast.harbor}, ${unread}, ${deliveryId}, 'gift', now(), 'y', 'sealed', now())`
    // Two deliveries that could not be read: nobody knows whose they are, but one says it.
    const unreadable = (email: string) => ({
      ...{ connectionId: deliveryId, stream: 'webhook:gift', origin: 'webhook' as const, issues: [] },
      ...{ raw: `{"donor":{"email":"${email}"}`, receivedAt: '2026-11-19T00:00:00Z', originId: unread },
    })
    const aside = ['Zelda@example.org', 'other@example.org'].map(unreadable)
    await ledger.inside((inside) => setAside(inside, ledger.keyring, aside, randomUUID))
    const certificate = await contacts.erase(as('carla'), cast.harbor, 1)
    expect(certificate).toMatchObject({
      contactNo: 1,
      contactNos: [1],
      identitiesBlanked: 3,
      sourceRecordsSealed: 3,
      rawBodiesDropped: 2,
      figuresChanged: 0,
    })
    expect(await ledger.t.superuser`select 1 from quarantine`).toHaveLength(1)
    expect(await ledger.t.superuser`select id from inbox where length(body) > 0`).toEqual([])
    expect(await reading()).toEqual(before)

    expect(await contacts.find(as('carla'), cast.harbor, { email: 'zelda@example.org' })).toBeNull()
    expect(await contacts.reveal(as('carla'), cast.harbor, 1)).toEqual({ name: null, email: null, phone: null })
    await expect(contacts.erase(as('carla'), cast.harbor, 1)).rejects.toThrow('erased already')

    // The same gift again, then a new one by email, then one by the phone that was only their second address.
    expect((await ledger.write([row('1', [gift('1', zelda)])])).unchanged).toBe(1)
    const again = await ledger.write([
      row('4', [gift('4', zelda)]),
      row('5', [gift('5', { phone: '3145550142', firstName: 'Zelda', anonymousKey: 'o5' })]),
    ])
    expect(again).toMatchObject({ fresh: 2, contactNosOf: [[1], [3]], erasedContactNos: [1, 3] })
    for (const table of ['identity', 'vault', 'person_key'])
      expect(await ledger.t.superuser.unsafe(`select * from ${table} where contact_no in (1, 3)`), table).toHaveLength(
        0,
      )
    expect(
      await ledger.t.superuser`select * from source_record where contact_no in (1, 3) and body is not null`,
    ).toHaveLength(0)
    expect((await ledger.inside((inside) => checkLedger(inside))).ok).toBe(true)
    // The other person is untouched.
    expect(await contacts.reveal(as('carla'), cast.harbor, 2)).toMatchObject({ email: 'other@example.org' })
  })
})

test('merged contacts are found, counted and erased as one person', async () => {
  await ledger.write([row('10', [gift('10', donor('ann'))]), row('11', [gift('11', donor('anne'))])])
  const [ann, anne] = [
    await contacts.find(as('olive'), cast.harbor, { email: 'ann@example.org' }),
    await contacts.find(as('olive'), cast.harbor, { email: 'anne@example.org' }),
  ]
  await ledger.inside((inside) =>
    mergeContacts(inside, { from: anne?.contactNo ?? 0, into: ann?.contactNo ?? 0, now: testNow }),
  )
  expect(await contacts.find(as('olive'), cast.harbor, { email: 'anne@example.org' })).toMatchObject({ gifts: 2 })
  expect(await contacts.erase(as('olive'), cast.harbor, ann?.contactNo ?? 0)).toMatchObject({
    contactNos: [ann?.contactNo, anne?.contactNo],
    identitiesBlanked: 2,
  })
})
