import { ok, strictEqual } from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { authenticateJob, type Door, type Inside } from '@throughline/db'
import type { TestDatabase } from '@throughline/db/testing'
import type { Truth } from '@throughline/world/oracle'
import { attributeSome } from '../../attribution/attribute.ts'
import type { KnownReaders } from '../../attribution/readers.store.ts'
import { createEventIntake } from '../../events/index.ts'
import { mergeContacts, writeBatch, type ObservedRow } from '../../ledger/index.ts'
import { tenantKeyring, type Secrets } from '../../secrets/index.ts'
import { eventOf, rowOf } from './rows-of-truth.ts'

/** Where tenants are told to: a migrated database and a look at it that row security does not bind. */
export interface TruthHouse {
  door: Door
  superuser: TestDatabase['superuser']
}

export interface ToldTenant {
  tenantId: string
  inside: <T>(fn: (inside: Inside) => Promise<T>) => Promise<T>
  /** The last batch of each arrival with all that follows from it, by how many have come: of 0 the batch before everything. */
  batches: readonly number[]
  /** Up to when what was known then is known: of the last, now. */
  until: readonly number[]
}

/** A tenant of its own to whom everything is told by the ways it comes in: rows to the ledger, events to their intake, in order of arrival. */
export async function tellTruth(house: TruthHouse, truth: Truth): Promise<ToldTenant> {
  const { tenantId, inside, keyring, connectionId } = await newTenant(house, truth)
  const intake = createEventIntake({
    door: house.door,
    secrets: { forTenant: async () => keyring } as unknown as Secrets,
    notifier: { tell: () => {} },
    sources: new Set(),
    now: () => new Date(truth.now),
    newId: randomUUID,
  })
  const contactNos = new Map<number, number>()
  const readers: KnownReaders = new Map()
  const batches = [0]
  for (const arrival of truth.arrivals) {
    const told = arrival.filter((telling) => 'revision' in telling)
    // A row told twice in one arrival is a delivery that came twice.
    for (const rows of inTurns(told.map((telling) => rowOf(truth, telling)))) {
      const outcome = await inside((it) =>
        writeBatch(it, { rows, connectionId, origin: 'read', now: new Date(truth.now), keyring }),
      )
      rows.forEach((row, i) => {
        const no = truth.people.findIndex(({ email }) => email === row.person?.email)
        const contactNo = outcome.contactNosOf[i]?.[0]
        if (no >= 0 && contactNo !== undefined) contactNos.set(no, contactNo)
      })
    }
    const events = arrival.flatMap((telling) => (telling.what === 'event' ? [eventOf(truth, telling.event)] : []))
    if (events.length > 0) {
      const raw = Buffer.from(JSON.stringify(events))
      const taken = await intake.take(authenticateJob(tenantId, 'laws'), tenantId, { items: events, raw })
      ok(taken.result === 'taken')
      for (const each of taken.results) ok(each.status !== 'rejected', JSON.stringify(each))
    }
    for (const telling of arrival) {
      if (telling.what !== 'merge') continue
      const [from, into] = [contactNos.get(telling.from), contactNos.get(telling.into)]
      ok(from !== undefined && into !== undefined, 'both are known')
      strictEqual(
        typeof (await inside((it) => mergeContacts(it, { from, into, now: new Date(truth.now) }))).batch,
        'number',
      )
    }
    await followBack(inside, readers)
    batches.push(await headOf(house, tenantId))
  }
  return { tenantId, inside, batches, until: await momentsOf(house, { tenantId, batches, now: truth.now }) }
}

/** The same rows in lists in which none is told twice. */
function inTurns(rows: readonly ObservedRow[]): ObservedRow[][] {
  const turns: ObservedRow[][] = []
  const times = new Map<string, number>()
  for (const row of rows) {
    const name = `${row.source} ${row.stream} ${row.key}`
    const nth = times.get(name) ?? 0
    times.set(name, nth + 1)
    ;(turns[nth] ??= []).push(row)
  }
  return turns
}

async function newTenant({ door, superuser }: TruthHouse, { zone, currency, seed }: Truth) {
  const [tenantId, agencyId] = [randomUUID(), randomUUID()]
  await superuser`insert into agency values (${agencyId}, 'Laws', now())`
  await superuser`insert into tenant (tenant_id, agency_id, slug, name, vertical, currency, time_zone, created_at)
    values (${tenantId}, ${agencyId}, ${tenantId}, ${`Truth ${seed}`}, 'fundraising', ${currency}, ${zone}, now())`
  const inside: ToldTenant['inside'] = (fn) => door.withTenant(authenticateJob(tenantId, 'laws'), tenantId, fn)
  const connectionId = randomUUID()
  for (const [connector, id] of [
    ['gifts', connectionId],
    ['ads', randomUUID()],
    ['texts', randomUUID()],
  ] as const)
    await superuser`insert into connection (tenant_id, connection_id, connector, name, config, state, every_minutes, created_at)
      values (${tenantId}, ${id}, ${connector}, ${connector}, '{}', 'active', 60, '2019-01-01')`
  return { tenantId, connectionId, inside, keyring: tenantKeyring(tenantId, new Map([[1, randomBytes(32)]])) }
}

async function followBack(inside: ToldTenant['inside'], readers: KnownReaders): Promise<void> {
  for (let steps = 0; (await inside((it) => attributeSome(it, readers))).more; steps += 1)
    ok(steps < 500, 'following back comes to an end')
}

async function headOf({ superuser }: TruthHouse, tenantId: string): Promise<number> {
  const [row] = await superuser<{ batch: string }[]>`select batch from ledger_head where tenant_id = ${tenantId}`
  return Number(row?.batch ?? 0)
}

/** When each batch was recorded; of the newest, now. */
async function momentsOf(
  { superuser }: TruthHouse,
  { tenantId, batches, now }: { tenantId: string; batches: readonly number[]; now: number },
): Promise<number[]> {
  const rows = await superuser<{ batch: string; recorded_at: Date }[]>`
    select batch, recorded_at from batch where tenant_id = ${tenantId}`
  const recorded = new Map(rows.map(({ batch, recorded_at: at }) => [Number(batch), at.getTime()]))
  return batches.map((batch) => (batch === batches.at(-1) ? now : (recorded.get(batch) ?? now)))
}
