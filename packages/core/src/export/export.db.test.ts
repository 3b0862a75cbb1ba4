import { randomUUID } from 'node:crypto'
import { NotFound } from '@throughline/canonical'
import { authenticateJob } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { donor, gift, refund, row } from '../ledger/testing/gift.ts'
import { ledgerFixture, testNow, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { createSecrets, masterKeyFrom } from '../secrets/index.ts'
import { openExport, type ExportOptions, type ExportRow, type OpenExport } from './index.ts'

let ledger: LedgerFixture
beforeAll(async () => {
  ledger = await ledgerFixture()
  const tea = gift('1', donor('ann', { phone: '+13145550142' }))
  await ledger.write([row('1', [tea]), row('2', [gift('2', donor('bo'))]), row('3', [gift('3', donor('cy'))])])
  await ledger.write([row('r', [refund(tea)], { stream: 'refunds' })])
  await ledger.write([row('4', [gift('4', donor('di'))]), row('5', [gift('5', donor('ed'))])])
  await ledger.inside(async ({ tenantId }) => {
    await ledger.t
      .superuser`insert into connection (tenant_id, connection_id, connector, name, config, state, every_minutes, created_at)
      values (${tenantId}, ${randomUUID()}, 'acme', 'Acme', '{"entity":"7"}', 'active', 15, now())`
    await ledger.t.superuser`insert into connection_secret (tenant_id, connection_id, key_version, body, updated_at)
      select tenant_id, connection_id, 1, 'opensesame'::bytea, now() from connection`
    await ledger.t.superuser`insert into fx_rate values (${tenantId}, '2026-11-10', 'CAD', 'USD', 0.72)`
  })
})
afterAll(() => ledger.t.drop())

const job = authenticateJob(cast.harbor, 'export')
const open = (options: ExportOptions = {}, actor = job, tenantId = cast.harbor) => {
  const secrets = { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => ledger.keyring }
  return openExport({ door: ledger.t.door, secrets, now: () => testNow }, actor, tenantId, options)
}
const pagesOf = (it: OpenExport, name: string) =>
  Array.fromAsync(it.sets.find((set) => set.name === name)?.pages() ?? [])
const rowsOf = async (it: OpenExport, name: string): Promise<ExportRow[]> => (await pagesOf(it, name)).flat()
const gross = (rows: ExportRow[]) =>
  rows.filter(({ kind }) => kind === 'gross').reduce((sum, { minor }) => sum + Number(minor), 0)

describe('an export', () => {
  test('has every fact and movement up to its batch, each once, however small its pages', async () => {
    for (const pageRows of [1, 2, 1_000]) {
      const now = await open({ pageRows })
      expect([now.batch, (await rowsOf(now, 'facts')).length]).toEqual([3, 6])
      expect(gross(await rowsOf(now, 'movements'))).toBe(12_500)
      expect((await rowsOf(now, 'batches')).map(({ batch }) => batch)).toEqual([1, 2, 3])
      expect(Math.max(...(await pagesOf(now, 'movements')).map((page) => page.length))).toBeLessThanOrEqual(pageRows)
      const then = await open({ pageRows, batch: 1 })
      expect((await rowsOf(then, 'facts')).map(({ key }) => key)).toEqual(['1', '2', '3'])
      expect(gross(await rowsOf(then, 'movements'))).toBe(7_500)
      expect(await rowsOf(then, 'contacts')).toHaveLength(3)
    }
    expect((await open({ at: '2020-01-01T00:00:00.000Z' })).batch).toBe(0)
    await expect(open({ batch: 99 })).rejects.toThrow(NotFound)
  })

  test('has the columns that it says', async () => {
    for (const set of (await open({ reveal: true })).sets)
      for (const each of (await Array.fromAsync(set.pages())).flat())
        expect([set.name, Object.keys(each).sort()]).toEqual([set.name, [...set.columns].sort()])
  })

  test('masks people unless they are to be revealed, and tells the audit log either way before a row leaves', async () => {
    const masked = JSON.stringify(await rowsOf(await open(), 'contacts'))
    expect(masked).toContain('A… E…')
    for (const secret of ['ann', '3145550142', 'Example']) expect(masked).not.toContain(secret)
    const revealed = await open({ reveal: true })
    const told = await ledger.t.superuser`
      select actor, detail from audit where action = 'tenant.exported' order by seq desc limit 2`
    expect(told).toEqual([
      { actor: 'job:export', detail: { batch: 3, revealed: true } },
      { actor: 'job:export', detail: { batch: 3, revealed: false } },
    ])
    const [ann] = await rowsOf(revealed, 'contacts')
    expect(ann).toMatchObject({ name: 'ann Example', email: 'ann@example.org' })
    expect((await rowsOf(revealed, 'audit')).at(-1)).toMatchObject({
      seq: revealed.auditSeq,
      action: 'tenant.exported',
    })
  })

  test('has connections and rates, and no credential', async () => {
    const it = await open({ reveal: true })
    expect(await rowsOf(it, 'connections')).toMatchObject([{ connector: 'acme', config: { entity: '7' } }])
    expect(await rowsOf(it, 'rates')).toEqual([{ day: '2026-11-10', from: 'CAD', to: 'USD', rate: '0.72' }])
    const all = JSON.stringify([it.tenant, await Promise.all(it.sets.map(({ name }) => rowsOf(it, name)))])
    expect(all).not.toContain('opensesame')
    expect(all).not.toContain(Buffer.from('opensesame').toString('base64'))
  })

  test('is of those who manage the client, and of nobody else’s client', async () => {
    for (const user of [cast.vera, cast.sam])
      await expect(open({}, await ledger.as(user))).rejects.toThrow('does not allow')
    await expect(open({}, await ledger.as(cast.otto))).rejects.toThrow('No such client')
    expect((await rowsOf(await open({ reveal: true }, await ledger.as(cast.carla)), 'contacts')).length).toBe(5)
  })

  test('stays as it was opened, whatever is written while it is read', async () => {
    const it = await open({ pageRows: 2 })
    const pages = it.sets.find(({ name }) => name === 'facts')!.pages()
    const first = await pages.next()
    await ledger.write([
      row('6', [gift('6', donor('flo'))]),
      row('2', [gift('2', donor('bo'), { amount: { minor: 9, currency: 'USD' } })]),
    ])
    const rest = await Array.fromAsync(pages)
    expect([...((first.value as ExportRow[] | undefined) ?? []), ...rest.flat()]).toHaveLength(6)
    expect(gross(await rowsOf(it, 'movements'))).toBe(12_500)
  })
})
