import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cast } from '@throughline/db/testing'
import { daySums } from './as-of.store.ts'
import { factsAt, historyOf } from './facts-at.store.ts'
import { net } from './net.ts'
import { donor, gift, refund, row } from './testing/gift.ts'
import { writeBatch } from './write-batch.ts'
import { connectionId, ledgerFixture, testNow, type LedgerFixture } from './testing/ledger-fixture.ts'

let ledger: LedgerFixture
beforeAll(async () => {
  ledger = await ledgerFixture()
})
afterAll(() => ledger.t.drop())
beforeEach(async () => {
  await ledger.t
    .superuser`truncate batch, fact, money_movement, strip, contact, identity, tombstone, person_key, vault, erasure,
    source_record, record_part, ledger_head, inbox, connection cascade`
})

const all = { from: '2020-01-01', to: '2030-01-01' }
const sums = async (batch?: number) => {
  const rows = await ledger.inside((it) => daySums(it, { ...all, batch }))
  return Object.fromEntries(rows.map(({ day, kind, minor }) => [`${day} ${kind}`, minor]))
}
const avery = donor('avery')
const tea = gift('1', avery)

describe('a gift', () => {
  test('counts on the tenant’s day, gross and fee apart', async () => {
    const late = gift('2', avery, { happenedAt: '2026-11-11T05:30:00.000Z' })
    const outcome = await ledger.write([row('1', [tea]), row('2', [late])])
    expect(outcome).toMatchObject({
      batch: 1,
      fresh: 2,
      changed: 0,
      unchanged: 0,
      foreign: 0,
      days: ['2026-11-10'],
      contactNos: [1],
    })
    expect(await sums()).toEqual({ '2026-11-10 gross': 5000, '2026-11-10 fee': 198 })
  })

  test('told three times is one gift, and the second and third time use no batch number', async () => {
    await ledger.write([row('1', [tea])])
    expect(await ledger.write([row('1', [tea]), row('1', [tea])])).toMatchObject({
      batch: undefined,
      unchanged: 2,
      days: [],
    })
    expect((await ledger.write([row('2', [gift('2', donor('bo'))])])).batch).toBe(2)
    expect(await sums()).toMatchObject({ '2026-11-10 gross': 5000 })
  })

  test('pending counts nothing; approved later it is new', async () => {
    await ledger.write([row('1', [gift('1', avery, { status: 'pending' })])])
    expect(await sums()).toEqual({})
    await ledger.write([row('1', [tea], { revision: 1 })])
    expect(await sums()).toMatchObject({ '2026-11-10 gross': 2500 })
    const history = await ledger.inside((it) => historyOf(it, 'conversion', 'acme', '1'))
    expect(history.map(({ cause }) => cause)).toEqual(['new', 'new'])
  })

  test('an older revision never replaces a newer one', async () => {
    await ledger.write([row('1', [gift('1', avery, { amount: { minor: 4000, currency: 'USD' } })], { revision: 5 })])
    expect(await ledger.write([row('1', [tea], { revision: 4 })])).toMatchObject({ batch: undefined, unchanged: 1 })
    expect(await sums()).toMatchObject({ '2026-11-10 gross': 4000 })
  })

  test('told by two streams is one gift: the higher rank wins field by field, and the earlier figure stays askable', async () => {
    const quick = gift('1', avery, { fee: { amount: { minor: 98, currency: 'USD' }, estimated: true }, region: 'MO' })
    await ledger.write([row('1', [quick], { stream: 'hook', rank: 10 })])
    const sure = { ...tea, refcodes: { refcode: 'em_1' } }
    expect(await ledger.write([row('1', [sure], { stream: 'report', rank: 20 })])).toMatchObject({ batch: 2, fresh: 1 })
    const [fact] = (await ledger.inside((it) => factsAt(it, { kinds: ['conversion'], limit: 10 }))).rows
    expect(fact).toMatchObject({
      cause: 'restatement',
      version: 2,
      value: { region: 'MO', refcodes: { refcode: 'em_1' }, fee: { estimated: false } },
    })
    expect(JSON.stringify(fact)).not.toContain('avery')
    expect(await sums(1)).toMatchObject({ '2026-11-10 fee': 98 })
    expect(await sums(2)).toMatchObject({ '2026-11-10 fee': 99, '2026-11-10 gross': 2500 })
    // The lower stream told again changes nothing.
    expect(
      (await ledger.write([row('1', [{ ...quick, form: undefined }], { stream: 'hook', rank: 10 })])).batch,
    ).toBeUndefined()
  })
})

describe('money given back', () => {
  test('counts on its own day with the fee returned, whichever came first', async () => {
    const back = refund(tea)
    await ledger.write([row('r1', [back, { ...tea, stub: true, fee: undefined }], { stream: 'refunds' })])
    expect(await sums()).toEqual({ '2026-11-10 gross': 2500, '2026-11-15 refund': 2500, '2026-11-15 fee_returned': 99 })
    await ledger.write([row('1', [tea])])
    expect(await sums()).toEqual({
      '2026-11-10 gross': 2500,
      '2026-11-10 fee': 99,
      '2026-11-15 refund': 2500,
      '2026-11-15 fee_returned': 99,
    })
    expect(net(await ledger.inside((it) => daySums(it, all)))).toBe(0)
    expect(
      (await ledger.inside((it) => historyOf(it, 'refund', 'acme', '1'))).map(({ cause, refersTo }) => [
        cause,
        refersTo,
      ]),
    ).toEqual([['refund', '1']])
  })
})

describe('what the source takes back', () => {
  test('is withdrawn with its money, and comes back when the row does', async () => {
    await ledger.write([row('1', [tea])])
    const gone = {
      kind: 'withdrawal' as const,
      key: '1',
      of: 'conversion' as const,
      happenedAt: '2026-11-12T00:00:00.000Z',
    }
    expect(await ledger.write([row('1', [gone], { revision: 1, person: avery })])).toMatchObject({
      batch: 2,
      changed: 1,
    })
    expect(await sums()).toEqual({})
    expect(await sums(1)).toMatchObject({ '2026-11-10 gross': 2500 })
    await ledger.write([row('1', [tea], { revision: 2 })])
    expect(await sums()).toMatchObject({ '2026-11-10 gross': 2500 })
    expect((await ledger.inside((it) => historyOf(it, 'conversion', 'acme', '1'))).map(({ cause }) => cause)).toEqual([
      'new',
      'withdrawn',
      'restatement',
    ])
  })
})

describe('a row of somebody else', () => {
  test('is kept, not counted, and counts when it becomes ours; and the reverse', async () => {
    const foreign = row('1', [], { foreign: 'entity 70002', raw: { line: 1 }, person: avery })
    expect(await ledger.write([foreign])).toMatchObject({ batch: undefined, foreign: 1, fresh: 0 })
    const kept = await ledger.t.superuser`select foreign_reason, body is not null as body from source_record`
    expect(kept).toMatchObject([{ foreign_reason: 'entity 70002', body: true }])
    expect(await ledger.t.superuser`select * from vault`).toHaveLength(0)
    await ledger.write([row('1', [tea], { raw: { line: 1 } })])
    expect(await sums()).toMatchObject({ '2026-11-10 gross': 2500 })
    await ledger.write([foreign])
    expect(await sums()).toEqual({})
    expect((await ledger.inside((it) => historyOf(it, 'conversion', 'acme', '1'))).map(({ cause }) => cause)).toEqual([
      'reprocess',
      'reprocess',
    ])
  })
})

describe('a row that two connections of a client are told of', () => {
  const mine = row('1', [tea])
  const notTheirs = { ...row('1', []), raw: mine.raw, foreign: 'entity 70001' }
  const other = '00000000-0000-4000-8000-0000000000c2'
  const told = (rows: Parameters<typeof ledger.write>[0], by: string) =>
    ledger.inside((it) =>
      writeBatch(it, { rows, connectionId: by, origin: 'read', now: testNow, keyring: ledger.keyring }),
    )

  test('counts for the one whose it is, also when the other is told after', async () => {
    await told([mine], connectionId)
    expect(await told([notTheirs], other)).toMatchObject({ batch: undefined, foreign: 1 })
    expect(await told([mine], connectionId)).toMatchObject({ batch: undefined, unchanged: 1 })
    expect(await sums()).toEqual({ '2026-11-10 gross': 2500, '2026-11-10 fee': 99 })
  })

  test('and when the other was told before: then it is new, not a change of ours', async () => {
    await told([notTheirs], other)
    await told([mine], connectionId)
    expect(await sums()).toEqual({ '2026-11-10 gross': 2500, '2026-11-10 fee': 99 })
    expect(await ledger.inside((it) => historyOf(it, 'conversion', 'acme', '1'))).toMatchObject([{ cause: 'new' }])
  })
})

test('a gift that happened while we were reading and came days later is late; history from before is new', async () => {
  await ledger.t
    .superuser`insert into connection (tenant_id, connection_id, connector, name, config, state, every_minutes, created_at)
    values (${cast.harbor}, ${connectionId}, 'acme', 'Acme', '{}', 'active', 60, '2026-11-01T00:00:00Z')`
  await ledger.write([
    row('1', [tea]),
    row('0', [gift('0', avery, { happenedAt: '2026-10-10T18:00:00.000Z' })]),
    row('2', [gift('2', avery, { happenedAt: '2026-11-20T02:00:00.000Z' })]),
  ])
  const causes = (await ledger.inside((it) => factsAt(it, { kinds: ['conversion'], limit: 10 }))).rows.map(
    ({ key, cause }) => [key, cause],
  )
  expect(causes).toEqual([
    ['2', 'new'],
    ['1', 'late'],
    ['0', 'new'],
  ])
})

test('names and addresses lie sealed in the vault and nowhere else', async () => {
  await ledger.write([row('1', [gift('1', donor('zebedee', { phone: '(314) 555-0142 x7' }))])])
  for (const table of [
    'fact',
    'record_part',
    'source_record',
    'vault',
    'identity',
    'contact',
    'person_key',
    'strip',
    'money_movement',
    'batch',
  ]) {
    const rows = await ledger.t.superuser.unsafe(`select * from ${table}`)
    expect(rows.length, table).toBeGreaterThan(0)
    expect(JSON.stringify(rows), table).not.toMatch(/zebedee|5550142/i)
    for (const each of rows)
      for (const value of Object.values(each))
        if (value instanceof Uint8Array) expect(Buffer.from(value).toString('latin1')).not.toMatch(/zebedee|5550142/i)
  }
})

test('written from many sides at once, every row counts once and numbers have no gaps', async () => {
  const tell = (keys: number[]) =>
    ledger.write(keys.map((key) => row(String(key), [gift(String(key), donor(`donor${key % 3}`))])))
  const outcomes = await Promise.all([
    tell([1, 2, 3]),
    tell([3, 4]),
    tell([1, 2, 3]),
    tell([5]),
    tell([4, 5]),
    tell([1]),
  ])
  expect(outcomes.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(5)
  const numbers = outcomes.flatMap(({ batch }) => batch ?? []).sort((a, b) => a - b)
  expect(numbers).toEqual(numbers.map((_, i) => i + 1))
  expect(await sums()).toMatchObject({ '2026-11-10 gross': 5 * 2500 })
  const recorded = await ledger.t.superuser<{ recorded_at: Date }[]>`select recorded_at from batch order by batch`
  const times = recorded.map(({ recorded_at }) => recorded_at.getTime())
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(await ledger.t.superuser`select contact_no from contact order by 1`).toEqual([
    { contact_no: 1 },
    { contact_no: 2 },
    { contact_no: 3 },
  ])
})

test('text that PostgreSQL cannot hold does not stop a batch', async () => {
  await ledger.write([row('1', [gift('1', avery, { form: 'fall\u0000form \ud83d' })])])
  const [fact] = (await ledger.inside((it) => factsAt(it, { kinds: ['conversion'], limit: 1 }))).rows
  expect(fact?.value).toMatchObject({ form: 'fallform \ufffd' })
})

test('two streams that know the donor differently name the one who is known best, whichever came first', async () => {
  const byEmail = row('1', [gift('1', avery)], { stream: 'hook', rank: 10 })
  const byId = row('1', [gift('1', { externalIds: { donor: '7' }, anonymousKey: 'o1' })], {
    stream: 'report',
    rank: 20,
  })
  const email = donor('avery').email ?? ''
  const contactOf = async () => {
    const [fact] = (await ledger.inside((it) => factsAt(it, { kinds: ['conversion'], limit: 1 }))).rows
    const [key] = await ledger.t.superuser<
      { hash: string }[]
    >`select hash from identity where contact_no = ${fact?.contactNo ?? 0} and is_key`
    return key?.hash
  }
  await ledger.write([byEmail])
  await ledger.write([byId])
  expect(await contactOf()).toBe(ledger.keyring.hash('email', email))
  await ledger.t
    .superuser`truncate batch, fact, money_movement, strip, source_record, record_part, ledger_head, contact, identity, person_key, vault cascade`
  await ledger.write([byId])
  expect(await contactOf()).toBe(ledger.keyring.hash('id:acme:donor', '7'))
  expect(await ledger.write([byEmail])).toMatchObject({ batch: 2 })
  expect(await contactOf()).toBe(ledger.keyring.hash('email', email))
})
