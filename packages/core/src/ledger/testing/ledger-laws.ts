import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { authenticateJob, type Door, type Inside } from '@throughline/db'
import type { TestDatabase } from '@throughline/db/testing'
import fc from 'fast-check'
import { tenantKeyring } from '../../secrets/index.ts'
import {
  changesByCause,
  beginRestating,
  catchUp,
  checkLedger,
  daySums,
  factsAt,
  factsBehind,
  finishRestating,
  hourSums,
  mergeContacts,
  mergeClosedDays,
  peopleAt,
  peopleChanges,
  repairLedger,
  resettle,
  restatePage,
  unmergeContact,
  writeBatch,
  type Restating,
} from '../index.ts'
import type { ObservedRow } from '../observed-row.ts'
import { createOracle, type Oracle } from './oracle.ts'
import { createTeller, history, namedBy, type Step } from './world-model.ts'

/** Where the laws are tried: a migrated database and a look at it that row security does not bind. */
export interface LawHouse {
  door: Door
  superuser: TestDatabase['superuser']
}

const all = { from: '2026-10-01', to: '2026-12-31' }
const range = { from: '2026-10-30', to: '2026-11-02' }
const now = new Date('2026-11-20T15:00:00Z')
const connectionId = '00000000-0000-4000-8000-0000000000c1'

/**
 * The ledger's laws over random histories of gifts told by two streams, refunds, chargebacks, rows withdrawn, foreign, pending and
 * repeated, merges, unmerges and zone changes. After every batch the ledger must say what an oracle says that shares no code with
 * it; at the end every earlier batch must still read as it did, the rebuild must agree, any order of arrival must end in the same
 * facts and sums, and a movement altered by hand must be named and repaired.
 * @returns how many batches were written
 */
export async function checkLedgerLaws(
  house: LawHouse,
  { seed, runs, steps = 12 }: { seed: number; runs: number; steps?: number },
): Promise<number> {
  let batches = 0
  await fc.assert(
    fc.asyncProperty(
      history(steps),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { minLength: 64, maxLength: 64 }),
      async (list, luck) => {
        batches += await tryHistory(house, list, luck)
      },
    ),
    { seed, numRuns: runs, endOnFailure: true },
  )
  return batches
}

interface Reading {
  sums: Record<string, number>
  people: { donors: number; newDonors: number }
}

async function tryHistory(house: LawHouse, list: readonly Step[], luck: readonly number[]): Promise<number> {
  const tenant = await newTenant(house, 'America/Chicago')
  const oracle = createOracle()
  const teller = createTeller()
  const people = createPeople()
  const told: ObservedRow[] = []
  const readings = new Map<number, Reading>([[0, { sums: {}, people: { donors: 0, newDonors: 0 } }]])
  let zone = 'America/Chicago'
  let restating: Restating | undefined
  const note = async (batch: number | undefined) => {
    const expected = expectedNow(oracle, zone, people)
    deepStrictEqual(await tenant.inside((inside) => readingOf(inside)), expected)
    if (batch === undefined) return
    strictEqual(batch, readings.size, 'numbers have no gaps')
    readings.set(batch, expected)
  }
  // A change of zone goes on beside whatever else is written, a few facts at a time, and switches at one batch.
  const restateSome = async (it: Restating) => {
    const done = await tenant.inside(async (inside) => {
      if (!it.read) return restatePage(inside, it, 3)
      if ((await factsBehind(inside, it)) > 2) return catchUp(inside, it, 2)
      return finishRestating(inside, it, now)
    })
    restating = 'to' in done ? done : undefined
    if ('to' in done) return note(undefined)
    zone = it.to
    return note(done.batch)
  }
  for (const step of list) {
    const batch = await tenant.inside(async (inside) => {
      if ('zone' in step) {
        restating = step.zone === zone ? undefined : await beginRestating(inside, step.zone)
        return undefined
      }
      if ('merge' in step) return people.merge(inside, step.merge)
      if ('unmerge' in step) return people.unmerge(inside, step.unmerge)
      const rows = step.deeds.flatMap((deed) => teller.rowOf(deed) ?? [])
      told.push(...rows)
      rows.forEach((row) => oracle.hear(row))
      const outcome = await writeBatch(inside, { rows, connectionId, origin: 'read', now, keyring: tenant.keyring })
      rows.forEach((row, i) => people.meet(namedBy(row), outcome.contactNosOf[i] ?? []))
      strictEqual(outcome.fresh + outcome.changed + outcome.unchanged + outcome.foreign, rows.length)
      return outcome.batch
    })
    await note(batch)
    if (restating) await restateSome(restating)
  }
  while (restating) await restateSome(restating)
  deepStrictEqual(
    await tenant.inside(async (inside) => byName(await hourSums(inside, all), ({ day, hour }) => `${day} ${hour}`)),
    dropZero(oracle.hours(zone)),
  )
  if ((luck[0] ?? 0) < 0.5) await tenant.inside((inside) => mergeClosedDays(inside, '2027-01-01'))
  await everyBatchReadsAsItDid(tenant, readings)
  const check = await tenant.inside(checkLedger)
  deepStrictEqual(check.differences, [])
  strictEqual((await tenant.inside((inside) => resettle(inside, { limit: 1000, now }))).written, 0)
  await orderDoesNotMatter(house, tenant, told, zone, luck)
  await alteredRowIsNamed(house, tenant, luck[1] ?? 0)
  return readings.size - 1
}

export interface LawTenant {
  tenantId: string
  keyring: ReturnType<typeof tenantKeyring>
  inside<T>(fn: (inside: Inside) => Promise<T>): Promise<T>
}

/** A client of its own, so that histories do not meet. */
export async function newTenant({ door, superuser }: LawHouse, zone: string): Promise<LawTenant> {
  const [tenantId, agencyId] = [randomUUID(), randomUUID()]
  await superuser`insert into agency values (${agencyId}, 'Laws', now())`
  await superuser`insert into tenant (tenant_id, agency_id, slug, name, vertical, currency, time_zone, created_at)
    values (${tenantId}, ${agencyId}, ${tenantId}, 'Laws', 'fundraising', 'USD', ${zone}, now())`
  return {
    tenantId,
    keyring: tenantKeyring(tenantId, new Map([[1, randomBytes(32)]])),
    inside: (fn) => door.withTenant(authenticateJob(tenantId, 'laws'), tenantId, fn),
  }
}

const dropZero = (sums: Record<string, number>) =>
  Object.fromEntries(Object.entries(sums).filter(([, minor]) => minor !== 0))

function byName<Row extends { kind: string; minor: number }>(
  rows: readonly Row[],
  place: (row: Row) => string,
): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const row of rows) sums[`${place(row)} ${row.kind}`] = (sums[`${place(row)} ${row.kind}`] ?? 0) + row.minor
  return dropZero(sums)
}

async function readingOf(inside: Inside, batch?: number): Promise<Reading> {
  const { donors, newDonors } = await peopleAt(inside, { ...range, batch })
  return { sums: byName(await daySums(inside, { ...all, batch }), ({ day }) => day), people: { donors, newDonors } }
}

const expectedNow = (oracle: Oracle, zone: string, people: LawPeople): Reading => ({
  sums: dropZero(oracle.sums(zone)),
  people: oracle.people(zone, range, people.rootOf),
})

type LawPeople = ReturnType<typeof createPeople>

/** Donors by name, their contact numbers as told by the ledger, and who was merged with whom. */
function createPeople() {
  const numbers = new Map<string, number>()
  const links = new Map<string, string>()
  const root = (name: string): string => (links.has(name) ? root(links.get(name) ?? '') : name)
  const numberOf = (person: number) => numbers.get(`donor${person}`)
  return {
    rootOf: (email: string) => root(email.replace('@example.org', '')),
    meet(name: string, contactNos: readonly number[]) {
      const [contactNo] = contactNos
      ok(contactNos.length === 1 && contactNo !== undefined, 'a row of one person speaks of one contact')
      strictEqual(numbers.get(name) ?? contactNo, contactNo, 'a person keeps their number')
      numbers.set(name, contactNo)
    },
    async merge(inside: Inside, [a, b]: [number, number]) {
      const [from, into] = [numberOf(a), numberOf(b)]
      const [x, y] = [root(`donor${a}`), root(`donor${b}`)]
      if (from === undefined || into === undefined || x === y) return undefined
      links.set(x, y)
      return (await mergeContacts(inside, { from, into, now })).batch
    },
    async unmerge(inside: Inside, person: number) {
      const contactNo = numberOf(person)
      if (contactNo === undefined || !links.delete(`donor${person}`)) return undefined
      return (await unmergeContact(inside, { contactNo, now })).batch
    },
  }
}

async function everyBatchReadsAsItDid(tenant: LawTenant, readings: ReadonlyMap<number, Reading>): Promise<void> {
  const batches = [...readings.keys()]
  for (const [batch, reading] of readings)
    deepStrictEqual(await tenant.inside((inside) => readingOf(inside, batch)), reading, `as known at batch ${batch}`)
  const [then, at] = [batches[Math.floor(batches.length / 3)] ?? 0, batches.at(-1) ?? 0]
  const [before, after] = [readings.get(then), readings.get(at)]
  const moved = await tenant.inside((inside) => changesByCause(inside, { ...all, then, now: at }))
  const sums = byName([...asRows(before?.sums ?? {}), ...moved], ({ day }) => day)
  deepStrictEqual(sums, after?.sums, 'what changed, by cause, is the difference')
  const changes = await tenant.inside((inside) => peopleChanges(inside, { ...range, then, now: at }))
  for (const field of ['donors', 'newDonors'] as const)
    strictEqual(
      changes.reduce((sum, change) => sum + change[field], before?.people[field] ?? 0),
      after?.people[field],
      `${field} by cause`,
    )
}

const asRows = (sums: Record<string, number>) =>
  Object.entries(sums).map(([name, minor]) => ({ day: name.slice(0, 10), kind: name.slice(11), minor }))

const effective = async (inside: Inside) =>
  (await factsAt(inside, { kinds: ['conversion', 'refund'], limit: 1000 })).rows.map(({ kind, key, value }) => ({
    kind,
    key,
    value,
  }))

async function orderDoesNotMatter(
  house: LawHouse,
  tenant: LawTenant,
  told: readonly ObservedRow[],
  zone: string,
  luck: readonly number[],
): Promise<void> {
  const other = await newTenant(house, zone)
  const shuffled = told
    .map((row, i) => ({ row, at: luck[i % luck.length] ?? 0, i }))
    .sort((a, b) => a.at - b.at || b.i - a.i)
  for (let i = 0; i < shuffled.length; i += 7)
    await other.inside((inside) =>
      writeBatch(inside, {
        rows: shuffled.slice(i, i + 7).map(({ row }) => row),
        connectionId,
        origin: 'read',
        now,
        keyring: other.keyring,
      }),
    )
  deepStrictEqual(await other.inside(effective), await tenant.inside(effective), 'any order ends in the same facts')
  const sums = (inside: Inside) => daySums(inside, all).then((rows) => byName(rows, ({ day }) => day))
  deepStrictEqual(await other.inside(sums), await tenant.inside(sums), 'and in the same sums')
  deepStrictEqual((await other.inside(checkLedger)).differences, [])
}

async function alteredRowIsNamed({ superuser }: LawHouse, tenant: LawTenant, luck: number): Promise<void> {
  const rows = await superuser<
    { day: string; batch: string; kind: string; hour: number; cause: string; recurring: boolean; minor: string }[]
  >`
    select day::text, batch, kind, hour, cause, recurring, minor from money_movement where tenant_id = ${tenant.tenantId}
    order by day, batch, kind, hour, cause, recurring`
  const row = rows[Math.floor(luck * rows.length)]
  if (!row) return
  const was = await tenant.inside((inside) => readingOf(inside))
  await superuser`update money_movement set minor = minor + 7 where tenant_id = ${tenant.tenantId} and day = ${row.day}
    and batch = ${row.batch} and kind = ${row.kind} and hour = ${row.hour} and cause = ${row.cause} and recurring = ${row.recurring}`
  const check = await tenant.inside(checkLedger)
  strictEqual(check.ok, false)
  deepStrictEqual(
    check.differences.map((each) => ({
      ...each,
      expected: 'expected' in each && each.store === 'money_movement' ? each.expected?.minor : 0,
      found: each.store === 'money_movement' ? each.found?.minor : 0,
    })),
    [
      {
        store: 'money_movement',
        day: row.day,
        batch: Number(row.batch),
        kind: row.kind,
        hour: row.hour,
        cause: row.cause,
        recurring: row.recurring,
        currency: 'USD',
        expected: Number(row.minor),
        found: Number(row.minor) + 7,
        repaired: false,
      },
    ],
    'the row that was altered is named, and no other',
  )
  await tenant.inside(repairLedger)
  deepStrictEqual(await tenant.inside((inside) => readingOf(inside)), was, 'a repair brings the figure back')
  strictEqual((await tenant.inside(checkLedger)).ok, true)
}
