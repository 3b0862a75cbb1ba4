import { observeRows } from '@throughline/connector-kit'
import { createMemoryStore, keep } from '@throughline/connector-kit/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { Config } from './schema.ts'
import { asked, ctxOf, fresh, kept, read, sorted, truth, type SalesforceDrive } from './test-drive.ts'

const day = 86_400_000
const gone = ({ store }: SalesforceDrive, stream: string) =>
  [...store.rows.values()].filter((row) => row.stream === stream && row.tally?.gone)
const keyed = ({ emulator }: SalesforceDrive, id: string) => `${emulator.org.orgId}:${id}`

test('of rows of one record the newest counts in whatever order they come, and at one second the deletion', () => {
  const org = { orgId: '00D5e000001abcDEAQ', orgZone: 'UTC', orgCurrency: 'USD' }
  const row = (SystemModstamp: string, IsDeleted: boolean) => {
    const living = { LastName: 'L', Status: 'New', CreatedDate: '2026-01-01T00:00:00.000Z' }
    return { ...org, Id: '00Q5e00000LLLLlAAH', SystemModstamp, ...(IsDeleted ? { IsDeleted } : living) }
  }
  const rows = [
    row('2026-02-01T00:00:00.000Z', false),
    row('2026-02-01T00:00:00.000Z', true),
    row('2026-03-01T00:00:00.000Z', true),
    row('2026-04-01T00:00:00.000Z', false),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: 1 }), (some) => {
      const store = createMemoryStore()
      keep(store, observeRows(connector, 'leads', some, Config.parse({})).rows)
      const newest = rows.findLast((each) => some.includes(each))
      expect([...store.rows.values()].map(({ raw }) => raw)).toEqual([newest])
    }),
  )
})

describe('what was deleted', { timeout: 60_000 }, () => {
  test('comes with the next run from the recycle bin, keeps nothing of the person, and takes its records back', async () => {
    const drive = fresh()
    const { contacts } = drive.emulator.seeded ?? {}
    await read(drive, 'contacts')
    drive.clock.advance(600_000)
    drive.emulator.org.remove('Contact', contacts?.casey ?? '')
    drive.clock.advance(600_000)
    await read(drive, 'contacts')
    const row = drive.store.rows.get(`contacts/${keyed(drive, contacts?.casey ?? '')}`)
    expect(row).toMatchObject({ tally: { gone: true }, raw: { IsDeleted: true } })
    expect(row?.raw).not.toHaveProperty('LastName')
    expect(row?.records).toEqual([expect.objectContaining({ kind: 'withdrawal', of: 'crm_contact', key: row?.key })])
  })

  test('for good is found in the log of deletions', async () => {
    const drive = fresh()
    const { leads } = drive.emulator.seeded ?? {}
    await read(drive, 'leads')
    drive.clock.advance(day)
    drive.emulator.org.purge('Lead', leads?.fresh ?? '')
    drive.clock.advance(3_600_000)
    await read(drive, 'leads')
    expect(gone(drive, 'leads').map(({ key }) => key)).toEqual([keyed(drive, leads?.fresh ?? '')])
    expect(truth(drive, 'leads').size).toBe(kept(drive, 'leads').size - 1)
  })

  test('is looked up in the log every two hours, not in every run', async () => {
    const drive = fresh()
    await read(drive, 'leads')
    for (let run = 0; run < 6; run += 1) {
      drive.clock.advance(3_600_000)
      await read(drive, 'leads')
    }
    expect(asked(drive).filter((path) => path.endsWith('/deleted'))).toHaveLength(3)
  })

  test('by the ten thousand comes in pages, and in halves where the log has too many', async () => {
    const drive = fresh({ records: 'bare' })
    for (let index = 0; index < 5_000; index += 1)
      drive.emulator.org.insert('Lead', { LastName: `P${index}`, Status: 'New' })
    drive.clock.advance(3_600_000)
    await read(drive, 'leads')
    drive.clock.advance(day)
    const ids = [...drive.emulator.org.table('Lead').all].map(({ Id }) => Id)
    for (const id of ids) {
      drive.emulator.org.purge('Lead', id)
      drive.clock.advance(5_000)
    }
    drive.emulator.knobs.log.most = 3_000
    drive.clock.advance(3_600_000)
    await read(drive, 'leads', { budgetMs: 0 })
    expect(gone(drive, 'leads')).toHaveLength(5_000)
    expect(Math.max(...drive.store.pages.map(({ rows }) => rows.length))).toBe(2_000)
  })

  test('longer ago than the log reaches is found by counting, and repaired by asking for the keys', async () => {
    const drive = fresh()
    const { leads } = drive.emulator.seeded ?? {}
    await read(drive, 'leads')
    drive.emulator.org.purge('Lead', leads?.fresh ?? '')
    drive.clock.advance(40 * day)
    await read(drive, 'leads')
    expect(gone(drive, 'leads')).toEqual([])
    const stream = drive.connector.streams.leads
    const totals = await stream?.totals?.(ctxOf(drive), { from: '2000-01-01', to: '2100-01-01' })
    const counted = totals?.reduce((sum, { count = 0 }) => sum + count, 0)
    expect(counted).toBe(kept(drive, 'leads').size - 1)
    const rows = await stream?.fetch?.(ctxOf(drive), [...kept(drive, 'leads').keys()])
    expect(rows?.filter((row) => (row as Record<string, unknown>).IsDeleted === true)).toHaveLength(1)
  })

  test('and restored is there again', async () => {
    const drive = fresh()
    const { leads } = drive.emulator.seeded ?? {}
    const id = leads?.fresh ?? ''
    await read(drive, 'leads')
    drive.clock.advance(600_000)
    drive.emulator.org.remove('Lead', id)
    drive.clock.advance(3 * 3_600_000)
    await read(drive, 'leads')
    drive.emulator.org.restore('Lead', id)
    drive.clock.advance(3 * 3_600_000)
    await read(drive, 'leads')
    expect(gone(drive, 'leads')).toEqual([])
    expect(sorted(kept(drive, 'leads'))).toEqual(sorted(truth(drive, 'leads')))
  })

  test('by merging names who has it now, all of them, and the roles move', async () => {
    const drive = fresh()
    const { org, seeded } = drive.emulator
    const { avery = '', blake = '', merged = '' } = seeded?.contacts ?? {}
    await read(drive, 'contacts')
    drive.clock.advance(600_000)
    org.merge('Contact', avery, blake)
    drive.clock.advance(600_000)
    await read(drive, 'contacts')
    const row = drive.store.rows.get(`merged_contacts/${keyed(drive, blake)}`)
    expect(row?.records).toEqual([
      expect.objectContaining({
        kind: 'crm_contact',
        key: keyed(drive, avery),
        absorbed: [merged, blake].sort().map((id) => keyed(drive, id)),
      }),
    ])
    for (const stream of ['contacts', 'merged_contacts', 'contact_roles', 'campaign_members']) {
      if (!stream.startsWith('merged')) await read(drive, stream)
      const [ours, theirs] = [kept(drive, stream), truth(drive, stream)]
      if (!stream.startsWith('merged')) expect(sorted(ours)).toEqual(sorted(theirs))
    }
    expect([...kept(drive, 'contact_roles').values()].some(({ ContactId }) => ContactId === blake)).toBe(false)
  })

  test('in the default model of influence vanishes when it is calculated anew, and the log tells', async () => {
    const drive = fresh()
    await read(drive, 'campaign_influence')
    drive.clock.advance(day)
    drive.emulator.recalculateInfluence()
    drive.clock.advance(3_600_000)
    await read(drive, 'campaign_influence')
    expect(gone(drive, 'campaign_influence')).toHaveLength(1)
  })
})
