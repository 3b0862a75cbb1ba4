import { readdirSync, rmSync } from 'node:fs'
import { createDrive, fakeClock, runToEnd, step, type Drive } from '@throughline/connector-kit/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import type { Cursor } from './cursor.ts'
import { createEmulator, type ActBlueEmulator } from './emulator.ts'
import type { Config, Secrets } from './schema.ts'

type ActBlueDrive = Drive<Config, Secrets> & { emulator: ActBlueEmulator }
const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

function fresh(options: { backfillFrom?: string; random?: () => number } = {}): ActBlueDrive {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const emulator = createEmulator({ clock, random: () => 0.5, backfillFrom: '2026-09-01', ...options })
  const drive = createDrive(connector, emulator, clock)
  folders.push(drive.around.spoolDir)
  return { ...drive, emulator }
}

const cursorOf = (drive: ActBlueDrive, stream = 'donations') => drive.store.positions.get(stream)?.cursor as Cursor
const requested = ({ requests }: ActBlueDrive) => requests.filter(({ method }) => method === 'POST').length
const gifts = (drive: ActBlueDrive) => [...drive.store.rows.keys()].filter((key) => key.startsWith('donations/'))

/** Reads until the report is complete and about to be downloaded. */
async function untilWaiting(drive: ActBlueDrive): Promise<void> {
  const end = await step(drive, 'donations')
  expect(end.outcome).toBe('later')
}

describe('a report', { timeout: 60_000 }, () => {
  test('is asked for once and its id kept, however often the run stops', async () => {
    const drive = fresh()
    await runToEnd(drive, 'donations', { budgetMs: 0 })
    expect(requested(drive)).toBe(1)
    expect(cursorOf(drive)).toEqual({ since: '2026-11-16' })
    expect(readdirSync(drive.around.spoolDir)).toEqual([])
  })

  test('that is not ready is asked about after 2, 4, 8 seconds, never slept for', async () => {
    const drive = fresh()
    const waits: number[] = []
    for (;;) {
      const end = await step(drive, 'donations')
      if (end.outcome !== 'later') break
      waits.push(end.at.getTime() - drive.clock.now().getTime())
      const sent = drive.requests.length
      await step(drive, 'donations')
      expect(drive.requests.length).toBe(sent)
      drive.clock.advance(waits.at(-1) ?? 0)
    }
    expect(waits).toEqual([2_000, 4_000])
    expect(drive.clock.slept).toEqual([])
  })

  test('in work for half an hour is asked about rarely, and after six hours a new one is asked for', async () => {
    const drive = fresh()
    drive.emulator.faults.next(
      { type: 'status', status: 200, body: '{"id":"x","status":"in_progress","download_url":null}' },
      { path: '/csvs/', times: 10_000 },
    )
    const started = drive.clock.now().getTime()
    while (requested(drive) < 2) {
      const end = await step(drive, 'donations')
      if (end.outcome !== 'later') throw new Error(end.outcome)
      drive.clock.advance(Math.max(1, end.at.getTime() - drive.clock.now().getTime()))
    }
    const hours = (drive.clock.now().getTime() - started) / 3_600_000
    expect(hours).toBeGreaterThan(6)
    expect(drive.requests.length).toBeLessThan(120)
    drive.emulator.faults.clear()
    expect((await runToEnd(drive, 'donations')).outcome).toBe('done')
  })

  test('unknown by now (404) is asked for anew', async () => {
    const drive = fresh()
    await untilWaiting(drive)
    drive.clock.advance(10_000)
    drive.emulator.faults.next({ type: 'status', status: 404 }, { path: '/csvs/' })
    await runToEnd(drive, 'donations')
    expect(requested(drive)).toBe(2)
    expect(gifts(drive).length).toBeGreaterThan(0)
  })

  test('that failed is asked for anew, and one that keeps failing is told to us', async () => {
    const failed = { type: 'status', status: 200, body: '{"id":"x","status":"failed","download_url":null}' } as const
    const once = fresh()
    once.emulator.faults.next(failed, { path: '/csvs/' })
    expect((await runToEnd(once, 'donations')).outcome).toBe('done')
    expect(requested(once)).toBe(2)
    const always = fresh()
    always.emulator.faults.next(failed, { path: '/csvs/', times: 1_000 })
    expect((await runToEnd(always, 'donations')).outcome).toBe('changed')
    expect(requested(always)).toBe(4)
  })

  test('whose link has expired is linked anew', async () => {
    const drive = fresh()
    drive.emulator.faults.next({ type: 'status', status: 403, contentType: 'application/xml' }, { path: '/store/' })
    const { fetch } = drive.around
    drive.around.fetch = (request) => {
      const answer = fetch(request)
      if (request.url.includes('/store/')) drive.clock.advance(11 * 60_000)
      return answer
    }
    expect((await runToEnd(drive, 'donations')).outcome).toBe('done')
    expect(requested(drive)).toBe(1)
    expect(gifts(drive).length).toBeGreaterThan(0)
  })

  test('given the same expired link again is asked for anew', async () => {
    const drive = fresh()
    drive.emulator.relinks = false
    drive.emulator.faults.next({ type: 'status', status: 403 }, { path: '/store/' })
    expect((await runToEnd(drive, 'donations')).outcome).toBe('done')
    expect(requested(drive)).toBe(2)
  })

  test('cut short on the way is thrown away whole and fetched again', async () => {
    const drive = fresh()
    drive.emulator.faults.next({ type: 'truncated' }, { path: '/store/' })
    for (;;) {
      const end = await step(drive, 'donations')
      if (end.outcome === 'done') break
      if (end.outcome === 'later') {
        if (end.error.message.includes('broke off')) expect(gifts(drive)).toEqual([])
        drive.clock.advance(Math.max(1, end.at.getTime() - drive.clock.now().getTime()))
      }
    }
    expect(gifts(drive)).toHaveLength((drive.emulator.rows().donations ?? []).length)
    expect(requested(drive)).toBe(1)
  })

  test('that ends inside its last record, with no length announced, is found out before any row is kept', async () => {
    const drive = fresh()
    const { fetch } = drive.around
    let cut = 0
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      if (!request.url.includes('/store/') || cut > 0) return answer
      cut += 1
      return new Response((await answer.text()).slice(0, -40))
    }
    const { savePage } = drive.store
    let rowsBefore = 0
    drive.store.savePage = (page) => {
      if (requested(drive) === 1) rowsBefore += page.rows.length
      return savePage(page)
    }
    expect((await runToEnd(drive, 'donations')).outcome).toBe('done')
    expect(rowsBefore).toBe(0)
    expect(requested(drive)).toBe(2)
    expect(gifts(drive)).toHaveLength((drive.emulator.rows().donations ?? []).length)
  })

  test('with a header alone has no rows and is complete', async () => {
    const drive = fresh()
    drive.emulator.setRows([])
    expect((await runToEnd(drive, 'donations')).outcome).toBe('done')
    expect(drive.store.seen).toBe(0)
    expect(cursorOf(drive)).toEqual({ since: '2026-11-16' })
  })

  test('without a required column stops the stream and says which', async () => {
    const drive = fresh()
    drive.emulator.csv = { ...drive.emulator.csv, without: 'Lineitem ID' }
    const end = await runToEnd(drive, 'donations')
    expect(end.outcome).toBe('changed')
    if (end.outcome === 'changed') expect(end.error.message).toContain('Lineitem ID')
    expect((await runToEnd(drive, 'cancellations')).outcome).toBe('done')
  })

  test('reads alike in every generation, order, with a mark and with columns nobody knows', async () => {
    const read = async (style: Partial<ActBlueEmulator['csv']>) => {
      const drive = fresh()
      drive.emulator.csv = { ...drive.emulator.csv, ...style }
      await runToEnd(drive, 'donations')
      return [...drive.store.rows.values()].map(({ key, records }) => ({ key, records }))
    }
    const usual = await read({})
    expect(usual.length).toBeGreaterThan(5)
    for (const style of [{ bom: true }, { reordered: true }, { unknownColumn: true }, { bom: true, reordered: true }])
      expect(await read(style)).toEqual(usual)
    const amounts = (rows: typeof usual) =>
      rows.map(({ key, records }) => [
        key,
        ...records.map((record) => ('amount' in record ? record.amount : undefined)),
      ])
    expect(amounts(await read({ generation: 2020 }))).toEqual(amounts(usual))
  })

  test('never brings a card or a passport to the store', async () => {
    const drive = fresh()
    drive.emulator.csv = { ...drive.emulator.csv, generation: 2020 }
    await runToEnd(drive, 'donations')
    await runToEnd(drive, 'cancellations')
    const stored = JSON.stringify([...drive.store.rows.values()])
    for (const never of ['4242', 'Card Type', '04/2029', 'Passport']) expect(stored).not.toContain(never)
    expect(stored).toContain('Lineitem ID')
  })

  test('is read in windows that follow each other, with progress, and history once', async () => {
    const drive = fresh({ backfillFrom: '2025-05-15' })
    await runToEnd(drive, 'donations')
    expect(requested(drive)).toBe(4)
    const progress = drive.store.pages.flatMap((page) => (page.progress ? [page.progress.done] : []))
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(drive.store.pages.findLast((page) => page.progress)?.progress).toEqual({ done: 550, of: 550 })
    await runToEnd(drive, 'donations')
    expect(requested(drive)).toBe(5)
  })

  test('stays under ten requests a minute by itself', async () => {
    const drive = fresh({ backfillFrom: '2021-01-01', random: () => 0.99 })
    const sentAt: number[] = []
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      if (request.url.includes('/csvs')) sentAt.push(drive.clock.now().getTime())
      expect(answer.status).not.toBe(429)
      return answer
    }
    await runToEnd(drive, 'donations')
    expect(sentAt.length).toBeGreaterThan(20)
  })

  test('refused for too many requests by someone else’s use waits, with and without being told how long', async () => {
    const drive = fresh()
    for (let other = 0; other < 25; other += 1)
      await drive.emulator.fetch(
        new Request('https://secure.actblue.com/api/v1/csvs/x', { headers: authorized(drive) }),
      )
    expect((await runToEnd(drive, 'donations')).outcome).toBe('done')
  })
})

const authorized = ({ emulator }: ActBlueDrive) => {
  const { clientUuid, clientSecret } = emulator.secrets.good
  return { authorization: `Basic ${Buffer.from(`${clientUuid}:${clientSecret}`).toString('base64')}` }
}

describe('the store', () => {
  test('never sees our credentials', async () => {
    const drive = fresh()
    await runToEnd(drive, 'donations')
    const stored = drive.requests.filter(({ url }) => url.includes('/store/'))
    expect(stored.length).toBeGreaterThan(0)
    for (const { headers } of stored) expect(headers.has('authorization')).toBe(false)
  })
})

describe('a refund after the gift was read', () => {
  test('leaves the paid report, and the gift is kept', async () => {
    const drive = fresh()
    await runToEnd(drive, 'donations')
    const key = gifts(drive)[0] ?? ''
    drive.emulator.ledger.refund(Number(key.split('/')[1]), drive.clock.now().getTime() - 60_000)
    await runToEnd(drive, 'donations')
    await runToEnd(drive, 'refunds')
    expect(drive.store.rows.has(key)).toBe(true)
    const refunded = drive.store.rows.get(key.replace('donations', 'refunds'))
    expect(refunded?.records.map(({ kind }) => kind)).toContain('refund')
  })

  test('is found whichever of its dates the report goes by', async () => {
    const drive = fresh()
    drive.emulator.refundsBy = 'contribution'
    await runToEnd(drive, 'refunds')
    expect([...drive.store.rows.values()].filter(({ stream }) => stream === 'refunds')).toHaveLength(1)
  })
})

test('the settings read as a form, each with a label', async () => {
  const { describeForm } = await import('@throughline/connector-kit')
  const { config, secrets } = describeForm(connector)
  expect(config.map(({ name, type, required }) => [name, type, required])).toEqual([
    ['entityIds', 'list', true],
    ['backfillFrom', 'date', true],
    ['managedForms', 'boolean', false],
    ['clickIdPatterns', 'pairs', false],
  ])
  expect(secrets.filter(({ required }) => required).map(({ name }) => name)).toEqual(['clientUuid', 'clientSecret'])
  expect(secrets.filter(({ generate }) => generate)).toHaveLength(6)
  for (const field of [...config, ...secrets]) expect(field.label).not.toBe('')
})
