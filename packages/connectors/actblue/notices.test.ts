import type { CanonicalRecord, Conversion, RecurringPlan, Refund } from '@throughline/canonical'
import { receive, splitDelivery } from '@throughline/connector-kit'
import { fakeClock } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { createEmulator, type EmulatedLine, type NoticeKind, type NoticeStyle } from './emulator.ts'
import contributionSample from './samples/contribution.json' with { type: 'json' }
import cancellationSample from './samples/cancellation.json' with { type: 'json' }
import declinedSample from './samples/contribution-declined.json' with { type: 'json' }
import refundSample from './samples/refund.json' with { type: 'json' }

const clock = fakeClock('2026-11-15T17:00:00.000Z')
const emulator = createEmulator({ clock, random: () => 0 })
const { config } = emulator
const secrets = emulator.secrets.good

const bytes = (body: unknown) => Buffer.from(JSON.stringify(body))
const observe = (kind: string, body: unknown, more: Partial<typeof config> = {}) =>
  splitDelivery(connector, kind, bytes(body), { ...config, ...more })
const recordsOf = (kind: string, body: unknown) => observe(kind, body).rows.flatMap((row) => row.records)
const pick = <K extends CanonicalRecord['kind']>(records: CanonicalRecord[], kind: K) =>
  records.filter((record): record is Extract<CanonicalRecord, { kind: K }> => record.kind === kind)

const line = (find: (line: EmulatedLine) => boolean): EmulatedLine => {
  const [found] = [...emulator.ledger.lines].filter(find)
  if (!found) throw new Error('no such line in the seed')
  return found
}
const written = (kind: NoticeKind, lines: EmulatedLine[], style: Partial<NoticeStyle> = {}) =>
  emulator.webhookFor(kind, lines, style).payload
const knock = (kind: string, body: unknown) =>
  receive({
    connector,
    kind,
    request: emulator.sign(kind, body),
    proof: secrets,
    now: clock.now(),
    publicUrl: 'https://receiver.example',
  })

describe('a contribution notice', () => {
  test('gives one gift per line of ours, the others kept and not counted', () => {
    const { rows, quarantined } = observe('contribution', contributionSample)
    expect(quarantined).toEqual([])
    expect(rows.map(({ key, foreign }) => [key, foreign])).toEqual([
      ['600000001', undefined],
      ['600000002', 'entity 70002'],
    ])
    expect(rows[1]?.records).toEqual([])
    expect(rows[1]?.person?.email).toBe('donor@example.org')
  })

  test('says everything that the sheet knows of a gift', () => {
    const [gift] = pick(recordsOf('contribution', contributionSample), 'conversion')
    expect(gift).toMatchObject({
      key: '600000001',
      group: 'AB900000001',
      happenedAt: '2026-10-01T03:40:12.000Z',
      amount: { minor: 2500, currency: 'USD' },
      fee: { amount: { minor: 99, currency: 'USD' }, estimated: false },
      form: 'synthetic_fall',
      refcodes: { refcode: 'fb_20260930_video1', refcode2: 'fb_IwZXh0bgNhZW0BMABhZGlkAasAAAAA', refcodeSB: 'sbTok3n' },
      clickIds: { fbclid: { value: 'IwZXh0bgNhZW0BMABhZGlkAasAAAAA', truncated: false } },
      plan: 'AB900000001:70001',
      status: 'approved',
      region: 'MO',
      attributes: { abTest: 'ask_amounts/B', isMobile: true, cardExpires: '2029-04' },
    })
  })

  test('of both own entities counts both lines', () => {
    const both = observe('contribution', contributionSample, { entityIds: ['70001', '70002'] })
    expect(both.rows.every(({ foreign }) => foreign === undefined)).toBe(true)
    expect(
      pick(
        both.rows.flatMap((row) => row.records),
        'conversion',
      ),
    ).toHaveLength(2)
  })

  test('reads amounts and ids as text or as numbers, and times in every form, to the same gift', () => {
    const monthly = line(({ order, charge }) => order.orderNumber.endsWith('11') && charge === 1)
    const usual = recordsOf('contribution', written('contribution', [monthly]))
    const styles: Partial<NoticeStyle>[] = [
      { amounts: 'number' },
      { ids: 'text' },
      { times: 'utc' },
      { times: 'zoneless' },
      { sequence: 0 },
      { amounts: 'number', ids: 'text', times: 'utc' },
    ]
    for (const style of styles)
      expect(recordsOf('contribution', written('contribution', [monthly], style))).toEqual(usual)
  })

  test('with "once" is no plan, though the word is filled', () => {
    const once = line(({ order }) => order.period === 'once')
    const records = recordsOf('contribution', written('contribution', [once]))
    expect(pick(records, 'recurring_plan')).toEqual([])
    expect(pick(records, 'conversion')[0]).not.toHaveProperty('plan')
  })

  test('of a later charge is dated by its own payment, not by the first checkout', () => {
    const third = line(({ order, charge }) => order.orderNumber.endsWith('11') && charge === 3)
    const [gift] = pick(recordsOf('contribution', written('contribution', [third])), 'conversion')
    expect(gift?.happenedAt).toBe('2026-10-31T03:41:00.000Z')
  })

  test('of a boosted first charge plans what will repeat, not what was paid', () => {
    const boosted = line(({ repeatsMinor }) => repeatsMinor !== undefined)
    const records = recordsOf('contribution', written('contribution', [boosted]))
    expect(pick(records, 'conversion')[0]?.amount.minor).toBe(1350)
    expect(pick(records, 'recurring_plan')[0]?.amount?.minor).toBe(1000)
  })

  test('without the net has an estimated fee', () => {
    const some = line(({ amountMinor }) => amountMinor === 577)
    const [gift] = pick(recordsOf('contribution', written('contribution', [some], { net: false })), 'conversion')
    expect(gift?.fee).toEqual({ amount: { minor: 23, currency: 'USD' }, estimated: true })
  })

  test('without email and phone is nobody else’s: its order stands for the person', () => {
    const nameless = line(({ order }) => order.donor.email === undefined)
    for (const noCodes of ['null', 'empty'] as const) {
      const body = written('contribution', [nameless], { contact: false, noCodes })
      const [gift] = pick(recordsOf('contribution', body), 'conversion')
      expect(gift?.person).toMatchObject({ anonymousKey: nameless.order.orderNumber })
      expect(gift?.person).not.toHaveProperty('email')
      expect(gift).not.toHaveProperty('refcodes')
    }
  })

  test('that was declined is no money, and never replaces the approved one', () => {
    const { rows } = observe('contribution', declinedSample)
    expect(rows[0]?.records.filter(({ kind }) => kind !== 'conversion')).toEqual([])
    expect(
      pick(
        rows.flatMap((row) => row.records),
        'conversion',
      )[0]?.status,
    ).toBe('declined')
    const [approved] = observe('contribution', contributionSample).rows
    expect(rows[0]?.revision).toBeLessThan(approved?.revision ?? 0)
  })

  test('that was declined tells nothing of a plan', () => {
    const monthly = line(({ order, charge }) => order.orderNumber.endsWith('11') && charge === 1)
    const records = recordsOf('contribution', written('contribution', [{ ...monthly, status: 'declined' }]))
    expect(records.map(({ kind }) => kind)).toEqual(['conversion'])
  })

  test('without a status is approved', () => {
    const { status: _status, ...contribution } = contributionSample.contribution
    const records = recordsOf('contribution', { ...contributionSample, contribution })
    expect(pick(records, 'conversion')[0]?.status).toBe('approved')
  })

  test('keeps what the donor said about texts, with time and form', () => {
    const [consent] = pick(recordsOf('contribution', contributionSample), 'consent')
    expect(consent).toMatchObject({
      channel: 'sms',
      granted: true,
      source: 'synthetic_fall',
      happenedAt: '2026-10-01T03:40:12.000Z',
    })
  })

  test('keeps fields that nobody has seen before', () => {
    const body = { ...contributionSample, lineitems: [{ ...contributionSample.lineitems[0], newField: 7 }] }
    expect(observe('contribution', body).rows[0]?.raw).toMatchObject({ lineitem: { newField: 7 } })
  })

  test('loses the links that act for the donor', () => {
    const raw = JSON.stringify(observe('contribution', contributionSample).rows[0]?.raw)
    expect(raw).not.toContain('thanksUrl')
    expect(raw).toContain('customFields')
  })

  test('with one unreadable line sets that one aside alone, by its place in the body', () => {
    const lineitems = [contributionSample.lineitems[0], { ...contributionSample.lineitems[1], amount: '$1,000.00' }]
    const body = { ...contributionSample, lineitems }
    expect(knock('contribution', body).outcome).toBe('accepted')
    const { rows, quarantined } = observe('contribution', body)
    expect(rows).toHaveLength(1)
    expect(quarantined).toMatchObject([{ key: '600000002', issues: [{ path: 'lineitems.1.amount' }] }])
  })
})

describe('the door', () => {
  test('names the field of a body that has no readable line', () => {
    const lineitems = [{ ...contributionSample.lineitems[0], amount: 'twenty' }]
    const reception = knock('contribution', { ...contributionSample, lineitems })
    expect(reception).toMatchObject({ outcome: 'malformed', status: 400, field: 'lineitems.0.amount' })
    expect(knock('contribution', { lineitems })).toMatchObject({ outcome: 'malformed', field: 'contribution' })
    const { lineitems: _lines, ...rest } = contributionSample
    expect(knock('contribution', rest)).toMatchObject({ outcome: 'malformed', field: 'lineitems' })
  })

  test('refuses a body beyond 1 MiB, once it is proved', () => {
    const body = { ...contributionSample, padding: 'x'.repeat(1 << 20) }
    expect(knock('contribution', body)).toMatchObject({ outcome: 'malformed', status: 413 })
    const shorter = { ...contributionSample, padding: 'x'.repeat(1_000_000) }
    expect(knock('contribution', shorter).outcome).toBe('accepted')
  })

  test('takes each kind’s own password only', () => {
    const request = emulator.sign('refund', contributionSample)
    const at = { connector, proof: secrets, now: clock.now(), publicUrl: '' }
    expect(receive({ ...at, kind: 'contribution', request }).outcome).toBe('refused')
    expect(receive({ ...at, kind: 'refund', request }).outcome).toBe('accepted')
  })

  test('is shut where no password was ever set', () => {
    const empty = { ...secrets, contributionUsername: '', contributionPassword: '' }
    const request = emulator.sign('contribution', contributionSample, empty)
    const at = { connector, kind: 'contribution', now: clock.now(), publicUrl: '' }
    expect(receive({ ...at, request, proof: empty }).outcome).toBe('refused')
  })

  test('ignores a signature header that ActBlue does not document', () => {
    const request = emulator.sign('contribution', contributionSample)
    request.headers.set('x-actblue-signature', 'sha256=00')
    const at = { connector, kind: 'contribution', proof: secrets, now: clock.now(), publicUrl: '' }
    expect(receive({ ...at, request }).outcome).toBe('accepted')
  })
})

test('a body that names neither donor nor form is told all the same', () => {
  const { donor: _, form: __, ...gift } = contributionSample
  expect(knock('contribution', gift).outcome).toBe('accepted')
  const [told] = pick(recordsOf('contribution', gift), 'conversion')
  expect(told).toMatchObject({ amount: { minor: 2500 }, person: { anonymousKey: 'AB900000001' } })
})

describe('a refund notice', () => {
  const records = () => recordsOf('refund', refundSample)

  test('is its own row on its own day, with ActBlue’s fee given back', () => {
    const [refund] = pick(records(), 'refund')
    expect(refund).toMatchObject({
      key: '600000001',
      of: '600000001',
      happenedAt: '2026-10-04T14:05:00.000Z',
      amount: { minor: 2500, currency: 'USD' },
      feeReturned: { amount: { minor: 99, currency: 'USD' }, estimated: true },
      type: 'unknown',
    } satisfies Partial<Refund>)
  })

  test('brings a stub of its gift, in case the gift’s own notice never came', () => {
    const [stub] = pick(records(), 'conversion')
    expect(stub).toMatchObject({ key: '600000001', stub: true, amount: { minor: 2500 }, group: 'AB900000001' })
    expect(stub?.happenedAt).toBe('2026-10-01T03:40:12.000Z')
  })

  test('may carry its time on the contribution, and its charge may be weeks old', () => {
    const { refundedAt: at, ...lineitem } = refundSample.lineitems[0]!
    const body = {
      ...refundSample,
      contribution: { ...refundSample.contribution, refundedAt: at },
      lineitems: [lineitem],
    }
    expect(recordsOf('refund', body)).toEqual(records())
  })

  test('is known by its body, whichever of the three URLs it came to', () => {
    for (const kind of ['contribution', 'refund', 'cancellation'])
      expect(observe(kind, refundSample).rows.map(({ stream }) => stream)).toEqual(['refund_notices'])
  })

  test('of a cancelled series is both, the refund first', () => {
    const body = {
      ...refundSample,
      contribution: { ...refundSample.contribution, cancelledAt: '2026-11-02T08:00:00-05:00' },
    }
    expect(observe('refund', body).rows.map(({ stream }) => stream)).toEqual(['refund_notices', 'cancellation_notices'])
  })

  test('says when it was recovered from a payout', () => {
    const body = {
      ...refundSample,
      lineitems: [{ ...refundSample.lineitems[0], recoveredAt: '2026-10-12T00:00:00-04:00' }],
    }
    expect(pick(recordsOf('refund', body), 'refund')[0]?.settledAt).toBe('2026-10-12T04:00:00.000Z')
  })
})

describe('a cancellation notice', () => {
  test('ends the plan and moves no money', () => {
    const records = recordsOf('cancellation', cancellationSample)
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({
      kind: 'recurring_plan',
      key: 'AB900000001:70001',
      cancelledAt: '2026-11-02T13:00:00.000Z',
      chargesMade: 2,
    } satisfies Partial<RecurringPlan>)
  })

  test('says nothing that it does not know: neither how often, nor how much', () => {
    const { recurringPeriod: _, ...contribution } = cancellationSample.contribution
    const [plan] = pick(recordsOf('cancellation', { ...cancellationSample, contribution }), 'recurring_plan')
    expect(plan).not.toHaveProperty('period')
    // The line is the first charge, which a boost may have raised.
    expect(plan).not.toHaveProperty('amount')
    expect(plan).not.toHaveProperty('stub')
  })

  test('ends the plan whatever word stands in its status', () => {
    for (const status of ['cancelled', 'ended', null, 7]) {
      const contribution = { ...cancellationSample.contribution, status }
      for (const kind of ['cancellation', 'contribution']) {
        const { rows, quarantined } = observe(kind, { ...cancellationSample, contribution })
        expect(quarantined).toEqual([])
        expect(rows.map(({ stream }) => stream)).toEqual(['cancellation_notices'])
      }
    }
  })
})

describe('a gift told again after its series has ended', () => {
  const again = (more: object = {}) => ({
    ...contributionSample,
    contribution: { ...contributionSample.contribution, cancelledAt: '2026-11-02T08:00:00-05:00', ...more },
  })
  const streamsOf = (kind: string, body: unknown) =>
    observe(kind, body)
      .rows.filter(({ foreign }) => foreign === undefined)
      .map(({ stream }) => stream)

  test('is the gift and the end, without waiting for a report', () => {
    expect(streamsOf('contribution', again())).toEqual(['cancellation_notices', 'donation_notices'])
    const told = recordsOf('contribution', again())
    expect(pick(told, 'conversion')).toEqual(pick(recordsOf('contribution', contributionSample), 'conversion'))
    expect(pick(told, 'recurring_plan').map(({ cancelledAt }) => cancelledAt)).toContain('2026-11-02T13:00:00.000Z')
  })

  test('never replaces what its own notice said', () => {
    const revision = (body: unknown) =>
      observe('contribution', body).rows.find(({ stream }) => stream === 'donation_notices')?.revision ?? 0
    expect(revision(again())).toBeLessThan(revision(contributionSample))
    expect(revision(again())).toBeGreaterThan(revision(declinedSample))
  })

  test('is the end alone at the other URLs, where no charge was paid, and under a status that no gift has', () => {
    expect(streamsOf('cancellation', again())).toEqual(['cancellation_notices'])
    const unpaid = { ...again(), lineitems: [{ ...contributionSample.lineitems[0], paidAt: null }] }
    expect(streamsOf('contribution', unpaid)).toEqual(['cancellation_notices'])
    expect(streamsOf('contribution', again({ status: 'cancelled' }))).toEqual(['cancellation_notices'])
  })

  test('that was declined is the end and an attempt, no money', () => {
    const body = again({ status: 'declined' })
    expect(streamsOf('contribution', body)).toEqual(['cancellation_notices', 'donation_notices'])
    expect(pick(recordsOf('contribution', body), 'conversion').map(({ status }) => status)).toEqual(['declined'])
  })
})

test('a series that moves to another recipient goes on under that recipient’s plan', () => {
  const [gift] = [contributionSample.lineitems[0]]
  const moved = { ...contributionSample, lineitems: [{ ...gift, lineitemId: 600000099, entityId: 70005 }] }
  const plans = observe('contribution', moved, { entityIds: ['70001', '70005'] }).rows.flatMap((row) => row.records)
  expect(pick(plans, 'recurring_plan')[0]?.key).toBe('AB900000001:70005')
  expect((pick(plans, 'conversion')[0] as Conversion).group).toBe('AB900000001')
})
