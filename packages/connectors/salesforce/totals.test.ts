import { describe, expect, test } from 'vitest'
import { ctxOf, fresh, kept, questions, read, type SalesforceDrive } from './test-drive.ts'

const ever = { from: '2000-01-01', to: '2100-01-01' }
const totalsOf = (drive: SalesforceDrive, stream: string, range = ever) =>
  drive.connector.streams[stream]?.totals?.(ctxOf(drive), range) ?? Promise.resolve([])

/** What is here, by day and currency, as completeness counts it. */
function ours({ store }: SalesforceDrive, stream: string): Map<string, { count: number; minor: number }> {
  const days = new Map<string, { count: number; minor: number }>()
  for (const row of store.rows.values()) {
    if (row.stream !== stream || row.tally?.gone) continue
    const name = `${row.tally?.day ?? ''} ${row.tally?.sum?.currency ?? ''}`
    const { count, minor } = days.get(name) ?? { count: 0, minor: 0 }
    days.set(name, { count: count + 1, minor: minor + (row.tally?.sum?.minor ?? 0) })
  }
  return days
}

describe('what Salesforce counts', { timeout: 60_000 }, () => {
  test('is what was read, on every day, and for deals what they come to', async () => {
    const drive = fresh()
    for (const stream of ['contacts', 'leads', 'opportunities', 'opportunity_history', 'campaign_members', 'calls']) {
      await read(drive, stream)
      const theirs = (await totalsOf(drive, stream)).map(
        ({ day, count, sum }) => [`${day} ${sum?.currency ?? ''}`, { count, minor: sum?.minor ?? 0 }] as const,
      )
      expect(new Map(theirs)).toEqual(ours(drive, stream))
    }
  })

  test('spans more days than one answer has groups, and may be asked for some days only', async () => {
    const drive = fresh({ records: 'bare' })
    for (let index = 0; index < 5_000; index += 1)
      drive.emulator.org.insert(
        'Lead',
        { LastName: `L${index}`, Status: 'New' },
        new Date(Date.parse('2012-01-01T12:00:00Z') + index * 86_400_000),
      )
    const totals = await totalsOf(drive, 'leads')
    expect(totals).toHaveLength(5_000)
    expect(new Set(totals.map(({ day }) => day)).size).toBe(5_000)
    expect(questions(drive)).toHaveLength(1 + 4)
    expect(await totalsOf(drive, 'leads', { from: '2012-01-02', to: '2012-01-04' })).toEqual([
      { day: '2012-01-02', count: 1 },
      { day: '2012-01-03', count: 1 },
    ])
  })

  test('is nothing on those days, and not nothing at all, where nothing was made in them', async () => {
    const drive = fresh()
    expect(await totalsOf(drive, 'leads', { from: '2001-01-01', to: '2002-01-01' })).toEqual([
      { day: '2001-01-01', count: 0 },
    ])
    drive.emulator.hidden.add('CampaignInfluence')
    expect(await totalsOf(drive, 'campaign_influence')).toEqual([{ day: '2000-01-01', count: 0 }])
  })

  test('is one number of all there is where it will not group so many', async () => {
    const drive = fresh()
    const body = JSON.stringify([{ message: 'too long', errorCode: 'QUERY_TIMEOUT' }])
    drive.emulator.faults.next({ type: 'status', status: 400, body }, { path: 'GROUP' })
    await read(drive, 'leads')
    expect(await totalsOf(drive, 'leads')).toEqual([{ count: kept(drive, 'leads').size }])
  })

  test('includes archived calls and leaves deleted ones out', async () => {
    const drive = fresh()
    await read(drive, 'calls')
    expect([...kept(drive, 'calls').values()].some(({ IsArchived }) => IsArchived === true)).toBe(true)
    const [call] = [...drive.emulator.org.table('Task').all].filter(({ TaskSubtype }) => TaskSubtype === 'Call')
    drive.emulator.org.remove('Task', call?.Id ?? '')
    expect((await totalsOf(drive, 'calls')).reduce((sum, { count = 0 }) => sum + count, 0)).toBe(
      kept(drive, 'calls').size - 1,
    )
  })

  test('sums amounts to the cent, whatever floating point makes of them', async () => {
    const drive = fresh({ records: 'bare' })
    for (const Amount of [0.1, 0.2, 0.7, 1_234.49, null, -5.05])
      drive.emulator.org.insert('Opportunity', { Name: 'N', StageName: 'Prospecting', Amount }, '2026-01-01T00:00:00Z')
    expect(await totalsOf(drive, 'opportunities')).toEqual([
      { day: '2026-01-01', count: 6, sum: { minor: 123_044, currency: 'USD' } },
    ])
  })
})
