import { checkConnection } from '@throughline/connector-kit'
import { runToEnd, step } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { asked, ctxOf, fresh, kept, questions, read, sorted, truth } from './test-drive.ts'

const signal = new AbortController().signal
const same = (drive: ReturnType<typeof fresh>, stream: string) =>
  expect(sorted(kept(drive, stream))).toEqual(sorted(truth(drive, stream)))

describe('records read by their stamps', { timeout: 60_000 }, () => {
  test('all arrive where 5,000 share one stamp, whatever the size of the answers', async () => {
    for (const batch of [2_000, 700]) {
      const drive = fresh({ records: 'bare' })
      for (let index = 0; index < 5_000; index += 1)
        drive.emulator.org.insert('Contact', { LastName: `P${index}` }, '2026-09-10T18:00:02Z')
      drive.emulator.knobs.query.batch = batch
      await read(drive, 'contacts')
      expect(kept(drive, 'contacts').size).toBe(5_000)
      same(drive, 'contacts')
    }
  })

  test('come once: the next run reads only what changed, with one question where nothing did', async () => {
    const drive = fresh()
    await read(drive, 'leads')
    drive.clock.advance(3_600_000)
    drive.requests.splice(0)
    await read(drive, 'leads')
    expect(questions(drive)).toEqual([
      expect.stringContaining('SELECT COUNT() FROM Lead WHERE SystemModstamp >= 2026-11-15T16:45:00.000Z'),
    ])
    const { leads } = drive.emulator.seeded ?? {}
    drive.emulator.org.update('Lead', leads?.fresh ?? '', { Status: 'Working' })
    const before = drive.store.written
    await read(drive, 'leads')
    expect(drive.store.written).toBe(before + 1)
    same(drive, 'leads')
  })

  test('of a transaction that was long under way are found although their stamp is old', async () => {
    const drive = fresh()
    const { Id } = drive.emulator.org.insert('Contact', { LastName: 'Slow' }, drive.clock.now())
    drive.emulator.committedAt.set(Id, drive.clock.now().getTime() + 12 * 60_000)
    drive.clock.advance(5 * 60_000)
    await read(drive, 'contacts')
    expect(kept(drive, 'contacts').size).toBe(truth(drive, 'contacts').size)
    drive.clock.advance(60 * 60_000)
    await read(drive, 'contacts')
    expect([...kept(drive, 'contacts').values()].map(({ LastName }) => LastName)).toContain('Slow')
  })

  test('are not missed where our clock is an hour ahead of Salesforce’s', async () => {
    const drive = fresh()
    const { now } = drive.around
    drive.around.now = () => new Date(now().getTime() + 3_600_000)
    await read(drive, 'contacts')
    drive.emulator.org.insert('Contact', { LastName: 'Between' }, drive.clock.now())
    drive.clock.advance(20 * 60_000)
    await read(drive, 'contacts')
    same(drive, 'contacts')
  })

  test('nor where a proxy takes the server’s own time away', async () => {
    const drive = fresh()
    drive.emulator.knobs.query.tellsTime = false
    await read(drive, 'contacts')
    drive.emulator.org.insert('Contact', { LastName: 'Between' }, drive.clock.now())
    drive.clock.advance(20 * 60_000)
    await read(drive, 'contacts')
    same(drive, 'contacts')
  })

  test('are asked for fewer at once where the question takes Salesforce too long', async () => {
    const drive = fresh({ records: 'bare' })
    for (let index = 0; index < 3_000; index += 1) drive.emulator.org.insert('Contact', { LastName: `P${index}` })
    drive.emulator.knobs.query.timesOutAbove = 600
    await read(drive, 'contacts')
    same(drive, 'contacts')
    expect(questions(drive).filter((soql) => soql.endsWith('LIMIT 500')).length).toBeGreaterThan(5)
  })

  test('never with a cursor that dies with its session', async () => {
    const drive = fresh({ records: 'bare' })
    for (let index = 0; index < 900; index += 1) drive.emulator.org.insert('Contact', { LastName: `P${index}` })
    drive.emulator.knobs.query.batch = 200
    await step(drive, 'contacts', { budgetMs: 0 })
    await step(drive, 'contacts', { budgetMs: 0 })
    drive.emulator.expire?.()
    drive.clock.advance(3_600_000)
    await read(drive, 'contacts')
    same(drive, 'contacts')
    expect(asked(drive).some((path) => path.includes('/query/'))).toBe(false)
  })
})

describe('what the user may see', () => {
  test('is read, and a field that is hidden is left out', async () => {
    const drive = fresh()
    drive.emulator.hidden.add('Contact.MobilePhone').add('Lead.DoNotCall')
    await read(drive, 'contacts')
    same(drive, 'contacts')
    expect([...kept(drive, 'contacts').values()].some((row) => 'MobilePhone' in row)).toBe(false)
    expect(questions(drive).some((soql) => soql.includes('MobilePhone'))).toBe(false)
  })

  test('a field that is hidden in the middle of it begins the run anew without it', async () => {
    const drive = fresh()
    await read(drive, 'contacts')
    drive.emulator.hidden.add('Contact.Email')
    drive.emulator.org.insert('Contact', { LastName: 'After', Email: 'after@example.org' })
    await read(drive, 'contacts')
    const rows = [...kept(drive, 'contacts').values()]
    expect(rows.find(({ LastName }) => LastName === 'After')).not.toHaveProperty('Email')
  })

  test('a field that newly comes to be seen is read of all records', async () => {
    const drive = fresh()
    drive.emulator.hidden.add('Contact.Email')
    await read(drive, 'contacts')
    expect([...kept(drive, 'contacts').values()].some((row) => 'Email' in row)).toBe(false)
    drive.emulator.hidden.delete('Contact.Email')
    drive.clock.advance(25 * 3_600_000)
    await read(drive, 'contacts')
    same(drive, 'contacts')
  })

  test('without a field that is needed stops that stream, says which, and lets the others go on', async () => {
    const drive = fresh()
    drive.emulator.hidden.add('Opportunity.Amount')
    const end = await runToEnd(drive, 'opportunities')
    expect(end).toMatchObject({
      outcome: 'changed',
      error: { say: expect.stringContaining('Opportunity.Amount') as string },
    })
    await read(drive, 'contacts')
    drive.emulator.hidden.clear()
    drive.states.forget(drive.connection.id)
    await read(drive, 'opportunities')
    same(drive, 'opportunities')
  })

  test('without the object says so; without a feature there are simply no rows, until it is switched on', async () => {
    const drive = fresh()
    drive.emulator.hidden.add('CampaignInfluence').add('Campaign')
    expect(await runToEnd(drive, 'campaigns')).toMatchObject({ outcome: 'changed' })
    await read(drive, 'campaign_influence')
    expect(kept(drive, 'campaign_influence').size).toBe(0)
    drive.emulator.hidden.clear()
    await read(drive, 'campaign_influence')
    same(drive, 'campaign_influence')
  })

  test('further fields are read where somebody named them, and shown', async () => {
    const drive = fresh()
    await read(drive, 'leads')
    const lead = [...drive.store.rows.values()].find(
      ({ raw }) =>
        (raw as Record<string, unknown>).LastName === 'Example' &&
        (raw as Record<string, unknown>).IsConverted === false,
    )
    expect(lead?.records[0]).toMatchObject({ kind: 'lead', attributes: { UTM_Source__c: 'google' } })
    expect(questions(drive).some((soql) => soql.includes('UTM_Campaign__c'))).toBe(false)
  })
})

describe('roll-ups', () => {
  test('change without a new stamp: campaigns are read whole once a day', async () => {
    const drive = fresh()
    const { campaigns } = drive.emulator.seeded ?? {}
    await read(drive, 'campaigns')
    drive.emulator.org.touchSilently('Campaign', campaigns?.email ?? '', { NumberOfResponses: 7 })
    drive.clock.advance(3_600_000)
    await read(drive, 'campaigns')
    expect(sorted(kept(drive, 'campaigns'))).not.toEqual(sorted(truth(drive, 'campaigns')))
    drive.clock.advance(24 * 3_600_000)
    await read(drive, 'campaigns')
    same(drive, 'campaigns')
  })
})

describe('an org', () => {
  test('of another id begins anew, under its own keys', async () => {
    const drive = fresh()
    await read(drive, 'contacts')
    const sandbox = fresh({ org: { orgId: '00D5e00000other' } })
    const moved = { ...sandbox, store: drive.store, connection: { ...sandbox.connection } }
    await read(moved, 'contacts')
    const orgs = new Set([...kept(moved, 'contacts').keys()].map((key) => key.split(':')[0]))
    expect(orgs.size).toBe(2)
    expect(kept(moved, 'contacts').size).toBe(2 * truth(drive, 'contacts').size)
  })

  test('that is a sandbox is refused where production was said', async () => {
    const drive = fresh({ org: { sandbox: true } })
    await expect(checkConnection({ ...drive, signal })).rejects.toMatchObject({ field: 'environment' })
    const connection = { ...drive.connection, config: { ...drive.emulator.config, environment: 'sandbox' } }
    await expect(checkConnection({ ...drive, connection, signal })).resolves.toMatchObject([
      { name: 'Example Roofing (sandbox)' },
    ])
  })

  test('of several currencies names its own, and every amount keeps its own', async () => {
    const drive = fresh({ org: { currencies: 'several' } })
    await expect(checkConnection({ ...drive, signal })).resolves.toMatchObject([{ currency: 'USD' }])
    const { Id } = drive.emulator.org.insert('Opportunity', {
      Name: 'N',
      StageName: 'Prospecting',
      Amount: 10,
      CurrencyIsoCode: 'CAD',
    })
    await read(drive, 'opportunities')
    const row = drive.store.rows.get(`opportunities/${drive.emulator.org.orgId}:${Id}`)
    expect(row?.records[0]).toMatchObject({ amount: { minor: 1_000, currency: 'CAD' } })
    expect(await connectorTotals(drive)).toEqual([false])
  })
})

async function connectorTotals(drive: ReturnType<typeof fresh>) {
  const totals = await drive.connector.streams.opportunities?.totals?.(ctxOf(drive), {
    from: '2000-01-01',
    to: '2100-01-01',
  })
  return [...new Set(totals?.map(({ sum }) => sum !== undefined))]
}

describe('the API budget', () => {
  test('rests reading at the tenant’s share and goes on when there is room again; actions still go', async () => {
    const drive = fresh({ config: { apiShare: 50 } })
    drive.connection.config = drive.emulator.config
    drive.emulator.knobs.api.used = 46_000
    await step(drive, 'contacts')
    const sent = drive.requests.length
    expect(await step(drive, 'leads')).toMatchObject({ outcome: 'later' })
    expect(drive.requests.length).toBe(sent)
    drive.emulator.knobs.api.used = 1_000
    drive.clock.advance(3_600_001)
    await read(drive, 'leads')
    same(drive, 'leads')
  })

  test('that is used up waits an hour without counting it as a fault', async () => {
    const drive = fresh()
    drive.emulator.knobs.api.used = 100_000
    const end = await step(drive, 'contacts')
    expect(end.outcome).toBe('later')
    if (end.outcome === 'later') expect(end.at.getTime() - drive.clock.now().getTime()).toBe(3_600_000)
    drive.emulator.knobs.api.used = 0
    await read(drive, 'contacts')
    same(drive, 'contacts')
  })

  test('too many long questions at once pass in seconds', async () => {
    const drive = fresh()
    const body = JSON.stringify([
      { message: 'ConcurrentPerOrgLongTxn Limit exceeded', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
    ])
    drive.emulator.faults.next({ type: 'status', status: 403, body })
    const end = await step(drive, 'contacts')
    if (end.outcome !== 'later') throw new Error(end.outcome)
    expect(end.at.getTime() - drive.clock.now().getTime()).toBe(20_000)
    await read(drive, 'contacts')
  })

  test('a maintenance page is waited out', async () => {
    const drive = fresh()
    drive.emulator.faults.next({ type: 'status', status: 503, body: '<html>', contentType: 'text/html' }, { times: 3 })
    await read(drive, 'contacts')
    same(drive, 'contacts')
  })
})
