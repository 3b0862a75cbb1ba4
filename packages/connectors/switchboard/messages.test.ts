import { connect, HttpStates } from '@throughline/connector-kit'
import { runAll, runToEnd, step } from '@throughline/connector-kit/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import type { MessagesCursor } from './cursor.ts'
import { bodyOf } from './emulator.ts'
import { at, broadcastOf, fresh, keysOf, recordsOf, sweep, type SwitchboardDrive } from './test-drive.ts'

afterAll(sweep)

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const cursorOf = (drive: SwitchboardDrive) => drive.store.positions.get('messages')?.cursor as MessagesCursor
const asked = ({ requests }: SwitchboardDrive, id: string) =>
  requests.filter(({ url }) => url.includes(`/${id}/phone_messages`)).length
const messageOf = (drive: SwitchboardDrive, id: string) => drive.store.rows.get(`messages/${id}`)?.records[0]

/** What the source counts, and what was read of it, by day. */
async function proof(drive: SwitchboardDrive) {
  const ctx = connect({ ...drive, states: new HttpStates(), signal: new AbortController().signal })
  const totals = (await connector.streams.messages?.totals?.(ctx, { from: '2000-01-01', to: '2100-01-01' })) ?? []
  const days = new Map<string | undefined, number>()
  for (const { stream, tally } of drive.store.rows.values())
    if (stream === 'messages' && !tally?.gone) days.set(tally?.day, (days.get(tally?.day) ?? 0) + 1)
  const listed = (entries: Iterable<[string | undefined, number | undefined]>) =>
    [...entries].filter(([, count]) => count).sort()
  return { source: listed(totals.map(({ day, count }) => [day, count])), ours: listed(days) }
}

describe('a broadcast’s messages', { timeout: 60_000 }, () => {
  test('are read youngest first, however many broadcasts there are and in whatever order', async () => {
    const broadcasts = Array.from({ length: 130 }, (_, index) =>
      broadcastOf(`bc_${index}`, 1, {
        startAt: at('2026-02-01T12:00:00Z') + ((index * 37) % 130) * day,
        createdAt: at('2026-01-15T00:00:00Z') + index,
      }),
    )
    const drive = fresh(broadcasts)
    drive.emulator.pages = { ...drive.emulator.pages, size: 10 }
    expect((await runToEnd(drive, 'messages', { budgetMs: 0 })).outcome).toBe('done')
    expect(keysOf(drive, 'messages')).toHaveLength(130)
    const order = drive.requests.flatMap(({ url }) => /(bc_\d+)\/phone_messages/.exec(url)?.[1] ?? [])
    const times = order.map((id) => drive.emulator.ledger.broadcast(id).startAt ?? 0)
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect(order).toHaveLength(130)
    for (const page of drive.store.pages) expect(JSON.stringify(page.position).length).toBeLessThan(8_000)
    const progress = drive.store.pages.flatMap((page) => (page.progress ? [page.progress.done] : []))
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(drive.store.pages.at(-1)?.progress).toEqual({ done: 130, of: 130 })
  })

  test('are read again while they are young, and left alone later', async () => {
    const drive = fresh([broadcastOf('young', 1), broadcastOf('old', 1, { startAt: at('2026-06-01T12:00:00Z') })])
    await runToEnd(drive, 'messages')
    drive.clock.advance(15 * minute)
    await runToEnd(drive, 'messages')
    expect([asked(drive, 'young'), asked(drive, 'old')]).toEqual([2, 1])
  })

  test('of before history begins are left out, and read where a person asks for them', async () => {
    const drive = fresh([broadcastOf('bc_1', 1), broadcastOf('bc_0', 2, { startAt: at('2025-12-30T12:00:00Z') })])
    await runToEnd(drive, 'messages')
    expect(keysOf(drive, 'messages')).toEqual(['bc_1_0'])
    drive.store.positions.set('messages', {
      cursor: { since: '2025-12-01' },
      open: false,
    })
    await runToEnd(drive, 'messages')
    expect(keysOf(drive, 'messages')).toEqual(['bc_0_0', 'bc_0_1', 'bc_1_0'])
  })

  test('of a day in the organisation’s zone belong to that day', async () => {
    const drive = fresh([
      broadcastOf('bc_1', 1, { startAt: at('2026-01-01T04:59:00Z') }),
      broadcastOf('bc_2', 1, { startAt: at('2026-01-01T05:00:00Z') }),
    ])
    await runToEnd(drive, 'messages')
    expect(keysOf(drive, 'messages')).toEqual(['bc_2_0'])
  })

  test('end as they stand: delivered falls, a late click comes after 20 days, each touch keeps its own date', async () => {
    const sent = at('2026-11-15T12:00:00Z')
    const taken = {
      id: 'pm_1',
      to: '+13145550142',
      sentAt: sent,
      deliveredAt: sent + 2_000,
      failedAt: sent + 26 * hour,
    }
    const late = {
      id: 'pm_2',
      to: '+13125550143',
      sentAt: sent,
      deliveredAt: sent + 2_000,
      clicks: [sent + hour, sent + 20 * day],
    }
    const drive = fresh([broadcastOf('bc_1', 0, { startAt: sent, endAt: sent + hour, messages: [taken, late] })])
    await runToEnd(drive, 'messages')
    await runToEnd(drive, 'broadcasts')
    const delivered = () =>
      recordsOf(drive, 'campaign').map((record) => record.kind === 'campaign' && record.counts?.delivered)
    expect(messageOf(drive, 'pm_1')).toMatchObject({ status: 'delivered' })
    expect(delivered()).toEqual([2])
    for (let days = 0; days < 31; days += 1) {
      drive.clock.advance(day)
      await runToEnd(drive, 'messages')
      await runToEnd(drive, 'broadcasts')
    }
    expect(messageOf(drive, 'pm_1')).toMatchObject({ status: 'failed', deliveredAt: '2026-11-15T12:00:02.000Z' })
    expect(delivered()).toEqual([1])
    expect(keysOf(drive, 'clicks')).toEqual([
      'pm_2:clicked:2026-11-15T13:00:00.000Z',
      'pm_2:clicked:2026-12-05T12:00:00.000Z',
    ])
  })

  test('whose opting out a later answer no longer tells keep it, at its earliest time', async () => {
    const sent = at('2026-11-15T15:00:00Z')
    const message = { id: 'pm_1', to: '+13145550142', sentAt: sent, optedOutAt: sent + hour }
    const drive = fresh([broadcastOf('bc_1', 0, { startAt: sent, endAt: sent + minute, messages: [message] })])
    await runToEnd(drive, 'messages')
    const consent = () => recordsOf(drive, 'consent').map(({ happenedAt }) => happenedAt)
    expect(consent()).toEqual(['2026-11-15T16:00:00.000Z'])
    for (const optedOutAt of [undefined, sent + hour + minute, sent + 30 * minute]) {
      const { optedOutAt: _before, ...rest } = message
      drive.emulator.ledger.addMessages('bc_1', { ...rest, ...(optedOutAt === undefined ? {} : { optedOutAt }) })
      drive.clock.advance(15 * minute)
      await runToEnd(drive, 'messages')
    }
    expect(consent()).toEqual(['2026-11-15T15:30:00.000Z'])
  })
})

test('no link is ever opened: only Switchboard and its files are asked', { timeout: 60_000 }, async () => {
  const drive = fresh()
  await runAll(drive)
  expect(recordsOf(drive, 'creative').length).toBeGreaterThan(3)
  const hosts = new Set(drive.requests.map(({ url }) => new URL(url).host))
  expect(hosts).toEqual(new Set(['api.oneswitchboard.com', 'files.example']))
})

test('the messages of a broadcast whose own row is set aside are read nonetheless', { timeout: 60_000 }, async () => {
  const drive = fresh([broadcastOf('bc_1', 2, { broken: true })])
  await runAll(drive)
  expect([keysOf(drive, 'broadcasts'), keysOf(drive, 'messages')]).toEqual([[], ['bc_1_0', 'bc_1_1']])
  expect(drive.store.quarantined).toMatchObject([{ stream: 'broadcasts', issues: [{ path: 'cost_estimate' }] }])
  expect((await proof(drive)).ours).toEqual((await proof(drive)).source)
})

test('what is read comes to what the books say, broadcast counters and rows alike', { timeout: 60_000 }, async () => {
  const drive = fresh()
  drive.clock.advance(3 * day)
  await runAll(drive)
  const books = drive.emulator.ledger.totals(drive.clock.now().getTime())
  const outgoing = recordsOf(drive, 'message').flatMap((record) =>
    record.kind === 'message' && record.direction === 'out' ? [record.status] : [],
  )
  expect(outgoing.filter((status) => status === 'delivered')).toHaveLength(books.delivered)
  expect(outgoing.filter((status) => status === 'failed')).toHaveLength(books.failed)
  const counted = recordsOf(drive, 'campaign').map((record) =>
    record.kind === 'campaign' ? (record.counts?.delivered ?? 0) : 0,
  )
  expect(counted.reduce((sum, each) => sum + each, 0)).toBe(books.delivered)
  expect(keysOf(drive, 'opt_outs').filter((key) => key.startsWith('pm_'))).toHaveLength(books.optOuts)
})

describe('a broadcast that cannot be read', { timeout: 60_000 }, () => {
  const two = () => fresh([broadcastOf('good', 2), broadcastOf('bad', 2, { startAt: at('2026-11-15T15:00:00Z') })])
  const fault = { type: 'status', status: 200, body: JSON.stringify(bodyOf(null, 'teapot')) } as const

  test('is put aside, the others go on, and the run is never called done', async () => {
    const drive = two()
    drive.emulator.faults.next(fault, { path: '/bad/phone_messages', times: 4 })
    for (let slice = 0; slice < 20; slice += 1) {
      const end = await step(drive, 'messages')
      if (end.outcome !== 'later') throw new Error(end.outcome)
      drive.clock.advance(end.at.getTime() - drive.clock.now().getTime())
      if (end.error.say.includes('could not be read')) break
    }
    expect(keysOf(drive, 'messages')).toEqual(['good_0', 'good_1'])
    expect(cursorOf(drive).failed).toMatchObject([{ id: 'bad', tries: 1 }])
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect(keysOf(drive, 'messages')).toHaveLength(4)
    expect(cursorOf(drive)).not.toHaveProperty('failed')
  })

  test('holds nobody up: those that are due are read while it waits', async () => {
    const drive = two()
    drive.emulator.faults.next(fault, { path: '/bad/phone_messages', times: 1_000 })
    const end = await untilPartly(drive)
    expect(end.error.say).toContain('One broadcast could not be read whole')
    drive.emulator.ledger.add(broadcastOf('newer', 1, { startAt: drive.clock.now().getTime() - minute }))
    drive.clock.advance(15 * minute)
    await untilPartly(drive)
    expect(keysOf(drive, 'messages')).toContain('newer_0')
  })

  test('is given up after six tries until it is due again, and its absence shows in the count', async () => {
    const drive = two()
    drive.emulator.faults.next(fault, { path: '/bad/phone_messages', times: 1_000 })
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect((await proof(drive)).ours).toEqual([['2026-11-15', 2]])
    expect((await proof(drive)).source).toEqual([['2026-11-15', 4]])
    drive.emulator.faults.clear()
    drive.clock.advance(day)
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect((await proof(drive)).ours).toEqual((await proof(drive)).source)
  })

  test('because it lists no messages though it was sent is said so, and tried again', async () => {
    const drive = two()
    drive.emulator.unavailable.add('bad')
    const end = await untilPartly(drive)
    expect(end.error.say).toContain('lists no messages')
    expect(keysOf(drive, 'messages')).toEqual(['good_0', 'good_1'])
    drive.emulator.unavailable.clear()
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect(keysOf(drive, 'messages')).toHaveLength(4)
  })

  test('because it is no longer there keeps what is known, and is marked as deleted', async () => {
    const drive = two()
    await runToEnd(drive, 'broadcasts')
    await runToEnd(drive, 'messages')
    const { fetch } = drive.around
    drive.clock.advance(15 * minute)
    let listed = false
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      if (!listed && new URL(request.url).pathname === '/v1/broadcasts') {
        listed = true
        drive.emulator.ledger.broadcast('bad').deletedAt = drive.clock.now().getTime()
      }
      return answer
    }
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect(drive.store.rows.get('broadcasts/bad:deleted')).toMatchObject({
      records: [{ kind: 'withdrawal', key: 'bad', of: 'campaign' }],
      tally: { gone: true },
    })
    expect(keysOf(drive, 'messages')).toHaveLength(4)
    expect(drive.store.rows.get('broadcasts/bad')?.records.map(({ kind }) => kind)).toContain('spend')
  })

  test('because its messages alone are not found is no deletion', async () => {
    const drive = two()
    drive.emulator.faults.next(
      { type: 'status', status: 404, body: JSON.stringify(bodyOf(null, 'not_found')) },
      { path: '/bad/phone_messages' },
    )
    await untilPartly(drive)
    expect(keysOf(drive, 'broadcasts')).toEqual([])
  })

  test('because it is not JSON stops the stream', async () => {
    const drive = two()
    drive.emulator.faults.next({ type: 'html' }, { path: '/bad/phone_messages' })
    expect((await runToEnd(drive, 'messages')).outcome).toBe('changed')
  })
})

/** Runs until some broadcast is put aside. */
async function untilPartly(drive: SwitchboardDrive) {
  for (let slice = 0; slice < 100; slice += 1) {
    const end = await step(drive, 'messages')
    if (end.outcome !== 'later') throw new Error(end.outcome)
    if (end.error.message.includes('could not be read')) return end
    drive.clock.advance(end.at.getTime() - drive.clock.now().getTime())
  }
  throw new Error('no broadcast was put aside')
}

describe('the count of messages', { timeout: 60_000 }, () => {
  test('is told by broadcasts that have ended, by the day they were sent', async () => {
    const drive = fresh()
    await runToEnd(drive, 'messages')
    const { source, ours } = await proof(drive)
    expect(source).toEqual([
      ['2026-09-30', 8],
      ['2026-10-12', 1],
      ['2026-11-01', 1],
      ['2026-11-14', 3],
    ])
    expect(ours).toEqual(source)
  })

  test('leaves out one that is still sent, on both sides, until it has ended', async () => {
    const drive = fresh()
    await runToEnd(drive, 'messages')
    expect(keysOf(drive, 'messages')).toContain('pm_0031')
    expect((await proof(drive)).source.map(([day]) => day)).not.toContain('2026-11-15')
    drive.clock.advance(25 * hour)
    await runToEnd(drive, 'messages')
    const { source, ours } = await proof(drive)
    expect(source).toContainEqual(['2026-11-15', 2])
    expect(ours).toEqual(source)
  })

  test('leaves out rows for people who were left out', async () => {
    const drive = fresh([broadcastOf('bc_1', 3, { skipped: 2, previouslyOptedOut: 1 })])
    const { ledger } = drive.emulator
    await runToEnd(drive, 'messages')
    expect(await proof(drive)).toEqual({ source: [['2026-11-15', 3]], ours: [['2026-11-15', 3]] })
    const before = ledger.messagesOf.bind(ledger)
    const skipped = ['s1', 's2'].map((id) => ({ id, to: '+12025550160', visibleAt: 0 }))
    ledger.messagesOf = (of, now) => [
      ...Array.from({ length: 3 }, (_, index) => before(of, now).at(index) as never),
      ...skipped,
    ]
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      const text = await answer.text()
      const patched = text.replace(/("id":"s[12]"[^}]*"status":)"sent"/g, '$1"skipped"')
      return new Response(patched, { status: answer.status, headers: { 'content-type': 'application/json' } })
    }
    drive.clock.advance(15 * minute)
    await runToEnd(drive, 'messages')
    expect(keysOf(drive, 'messages')).toEqual(['bc_1_0', 'bc_1_1', 'bc_1_2', 's1', 's2'])
    expect(await proof(drive)).toEqual({ source: [['2026-11-15', 3]], ours: [['2026-11-15', 3]] })
    expect(drive.store.rows.get('messages/s1')?.person).toMatchObject({ phone: '+12025550160' })
  })

  test('differs by one where one of thousands is lost', async () => {
    const drive = fresh([broadcastOf('bc_1', 4_000)], { limits: 'off' })
    drive.emulator.loseRow?.('messages')
    await runToEnd(drive, 'messages')
    expect(await proof(drive)).toEqual({ source: [['2026-11-15', 4_000]], ours: [['2026-11-15', 3_999]] })
  })
})
