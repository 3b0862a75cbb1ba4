import { connect, HttpStates, observeRows, splitDelivery } from '@throughline/connector-kit'
import { keep, polledStreams, runAll, runToEnd, step, type Fault } from '@throughline/connector-kit/testing'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { bodyOf, noticeShapes, type EmulatedBroadcast, type EmulatedMessage } from './emulator.ts'
import { at, fresh, keysOf, recordsOf, sweep, type SwitchboardDrive } from './test-drive.ts'

afterAll(sweep)

const hour = 3_600_000
const began = at('2026-11-15T17:00:00.000Z')
/** Everything that happens is over by then, and every broadcast still young enough to be read in every pass. */
const over = began + 60 * hour

const offset = (max: number) => fc.integer({ min: 1, max: max * 3_600 }).map((seconds) => seconds * 1_000)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const messages = fc.array(
  fc.record({
    sent: offset(20),
    delivered: maybe(offset(3)),
    failed: maybe(offset(20)),
    clicks: fc.array(offset(20), { maxLength: 3 }),
    replied: maybe(offset(20)),
    optedOut: maybe(offset(20)),
    to: maybe(fc.constantFrom('+13145550142', '+13125550143', '+16175550144')),
    late: maybe(offset(5)),
  }),
  { maxLength: 9 },
)
const ledgers = fc.array(
  fc.record({ start: offset(12), stopped: fc.boolean(), visible: maybe(offset(6)), skipped: fc.nat(3), messages }),
  { minLength: 1, maxLength: 4 },
)

type Drafts = typeof ledgers extends fc.Arbitrary<infer T> ? T : never

function toBroadcasts(drafts: Drafts): EmulatedBroadcast[] {
  return drafts.map(({ start, stopped, visible, skipped, messages }, index) => {
    const id = `bc_${index}`
    const startAt = began + start
    const ends = startAt + 21 * hour
    const each = messages.map(
      ({ sent, delivered, failed, clicks, replied, optedOut, to, late }, number): EmulatedMessage => {
        const sentAt = startAt + sent
        const plus = (more: number | undefined) => (more === undefined ? undefined : sentAt + more)
        const times = {
          deliveredAt: plus(delivered),
          failedAt: plus(failed),
          repliedAt: plus(replied),
          optedOutAt: plus(optedOut),
        }
        const known = Object.fromEntries(
          Object.entries({ ...times, visibleAt: plus(late) }).filter(([, time]) => time !== undefined),
        )
        return {
          id: `pm_${index}_${number}`,
          to: to ?? null,
          sentAt,
          clicks: clicks.map((more) => sentAt + more).sort((a, b) => a - b),
          ...known,
        }
      },
    )
    return {
      ...{
        id,
        title: id,
        text: 'Hi',
        createdAt: startAt - hour,
        startAt,
        endAt: ends,
        skipped,
        costMinor: 500,
        messages: each,
      },
      ...(stopped ? { stoppedAt: ends - 1 } : {}),
      ...(visible === undefined ? {} : { visibleAt: startAt + visible }),
    }
  })
}

const faults: Fault[] = [
  { type: 'status', status: 500 },
  { type: 'status', status: 503, retryAfter: '7' },
  { type: 'status', status: 429 },
  { type: 'status', status: 200, body: JSON.stringify(bodyOf(null, 'teapot')) },
  { type: 'status', status: 200, body: '{"data":null,"errors":[]}' },
  { type: 'status', status: 404, body: JSON.stringify(bodyOf(null, 'not_found')) },
  { type: 'network' },
  { type: 'truncated' },
  { type: 'html' },
]
const acts = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('poll' as const),
      stream: fc.constantFrom('broadcasts', 'messages', 'inbox'),
      slices: fc.integer({ min: 1, max: 6 }),
      killed: fc.boolean(),
    }),
    fc.record({ do: fc.constant('notice' as const), which: fc.nat(3), shape: fc.constantFrom(...noticeShapes) }),
    fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 300 }) }),
    fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom(...faults),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  ),
  { maxLength: 25 },
)
type Act = typeof acts extends fc.Arbitrary<(infer T)[]> ? T : never

async function play(drive: SwitchboardDrive, act: Act): Promise<void> {
  const { emulator, store, clock } = drive
  if (act.do === 'wait') clock.advance(act.minutes * 60_000)
  else if (act.do === 'fault') emulator.faults.next(act.fault, { times: act.times })
  else if (act.do === 'notice') await notify(drive, act)
  else {
    const { savePage } = store
    if (act.killed) store.savePage = () => Promise.reject(new Error('killed'))
    for (let slice = 0; slice < act.slices; slice += 1) {
      await step(drive, act.stream, { budgetMs: 0 }).catch((error: Error) => expect(error.message).toBe('killed'))
      store.savePage = savePage
    }
  }
}

/** A delivery about a broadcast: what it names is asked for, as the worker does, and is left where that fails. */
async function notify(drive: SwitchboardDrive, { which, shape }: Extract<Act, { do: 'notice' }>): Promise<void> {
  const { emulator, store } = drive
  const id = `bc_${which}`
  if (!emulator.ledger.has(id)) return
  const { payload } = emulator.webhookFor(id, { shape })
  const { hints } = splitDelivery(connector, 'events', Buffer.from(JSON.stringify(payload)), emulator.config)
  const ctx = connect({ ...drive, states: new HttpStates(), signal: new AbortController().signal })
  const asked = connector.streams.broadcasts?.fetch?.(
    ctx,
    hints.map(({ key }) => key),
  )
  const rows = (await asked?.catch(() => [])) ?? []
  keep(store, observeRows(connector, 'broadcasts', rows, emulator.config).rows)
}

const contentOf = (rows: Iterable<[string, unknown]>) => new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)))

/** What there is, and what was read, of the streams that hold what the source says now. */
function compared({ emulator, store }: SwitchboardDrive) {
  const streams = ['broadcasts', 'messages', 'inbox']
  const truth = emulator.rows()
  const there = streams.flatMap((name) =>
    observeRows(connector, name, truth[name] ?? [], emulator.config).rows.map((row): [string, unknown] => [
      `${name}/${row.key}`,
      row.raw,
    ]),
  )
  const read = [...store.rows].flatMap(([place, { stream, raw }]): [string, unknown][] =>
    streams.includes(stream) ? [[place, raw]] : [],
  )
  return { there: contentOf(there), read: contentOf(read) }
}

describe('polls, deliveries and faults in any order', { timeout: 120_000 }, () => {
  test('end in the rows that there are, every click and opting out among them', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, acts, async (drafts, played) => {
        const drive = fresh(toBroadcasts(drafts))
        drive.emulator.ledger.incoming.push({ id: 'im_1', from: '+13145550142', text: 'STOP', at: began + hour })
        drive.emulator.pages = { size: 3, next: 'url', cursorLivesMs: 20 * 60_000 }
        for (const act of played) await play(drive, act)
        drive.emulator.faults.clear()
        drive.clock.advance(Math.max(1, over - drive.clock.now().getTime()))
        for (const stream of ['broadcasts', 'messages', 'inbox']) {
          // A stream that stopped, and a broadcast that was put aside, go on once they are asked to.
          for (let tries = 0; (await runToEnd(drive, stream)).outcome !== 'done'; tries += 1)
            expect(tries).toBeLessThan(9)
        }
        // What was under way then ended as of then: a run of its own sees what came since.
        await runAll(drive)
        const { there, read } = compared(drive)
        expect(read).toEqual(there)
        const truth = drive.emulator.rows()
        for (const stream of ['clicks', 'opt_outs']) {
          const known = connector.streams[stream]
          const wanted = (truth[stream] ?? []).map((row) => known?.key(known.raw.parse(row), drive.emulator.config))
          expect(keysOf(drive, stream)).toEqual(expect.arrayContaining(wanted))
        }
        countersAgree(drive)
      }),
      { numRuns: 25 },
    )
  })

  test('by polling alone end in the same rows as with deliveries', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.array(fc.nat(3), { maxLength: 8 }), async (drafts, noticed) => {
        const [alone, both] = [fresh(toBroadcasts(drafts)), fresh(toBroadcasts(drafts))]
        for (const drive of [alone, both]) {
          drive.clock.advance(20 * hour)
          await runAll(drive)
          if (drive === both) for (const which of noticed) await notify(drive, { do: 'notice', which, shape: 'bare' })
          drive.clock.advance(Math.max(1, over - drive.clock.now().getTime()))
          await runAll(drive)
        }
        expect(compared(both).read).toEqual(compared(alone).read)
      }),
      { numRuns: 10 },
    )
  })
})

/** Once sending has ended, what messages say of themselves adds up to what their broadcasts say. */
function countersAgree(drive: SwitchboardDrive): void {
  const messages = recordsOf(drive, 'message').filter(
    (record) => record.kind === 'message' && record.direction === 'out',
  )
  const touches = recordsOf(drive, 'touchpoint')
  for (const record of recordsOf(drive, 'campaign')) {
    if (record.kind !== 'campaign') continue
    const own = messages.filter((each) => each.kind === 'message' && each.campaign === record.key)
    const count = (status: string) => own.filter((each) => each.kind === 'message' && each.status === status).length
    const touched = (type: string) =>
      touches.filter((each) => each.kind === 'touchpoint' && each.campaign === record.key && each.type === type).length
    expect([count('delivered'), count('failed'), touched('text_replied')]).toEqual([
      record.counts?.delivered,
      record.counts?.failed,
      record.counts?.replies,
    ])
  }
}

test('every polled stream is in the comparison or is a plain list', () => {
  expect(polledStreams(fresh())).toEqual(['broadcasts', 'messages', 'inbox', 'phone_lists', 'phones'])
})
