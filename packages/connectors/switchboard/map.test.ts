import { observeRow } from '@throughline/connector-kit'
import type { CanonicalRecord } from '@throughline/canonical'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { Config } from './settings.ts'

const config = Config.parse({ backfillFrom: '2026-01-01' })
const usd = (minor: number) => ({ minor, currency: 'USD' })

function observe(stream: string, row: object, settings = config) {
  const observed = observeRow(connector, stream, row, settings)
  if ('quarantined' in observed) throw new Error(JSON.stringify(observed.quarantined.issues))
  return observed.row
}
const records = (stream: string, row: object, settings = config): CanonicalRecord[] =>
  observe(stream, row, settings).records
function record<K extends CanonicalRecord['kind']>(kind: K, stream: string, row: object, settings = config) {
  return records(stream, row, settings).find(
    (each): each is Extract<CanonicalRecord, { kind: K }> => each.kind === kind,
  )
}

const broadcast = {
  id: 'bc_0001',
  title: 'Sept 30 deadline ask',
  status: 'sent',
  message_text: 'Deadline: {{ "https://secure.actblue.com/donate/x?refcode=tx_1" | sb_link }}',
  total_messages: 1000,
  delivered: 950,
  clicks: 0,
  donations: 11,
  amount_raised: '312.50',
  cost_estimate: '24.70',
  created_at: '2026-09-28T14:00:00Z',
  scheduled_time: '2026-10-01T03:00:00Z',
  start_time: '2026-10-01T03:30:05Z',
}

describe('a broadcast', () => {
  test('was sent when it began, not when its draft was made nor when it was to be', () => {
    const sent = (more: object) => record('campaign', 'broadcasts', { ...broadcast, ...more })
    expect(sent({})).toMatchObject({
      happenedAt: '2026-10-01T03:30:05.000Z',
      createdAt: '2026-09-28T14:00:00.000Z',
      attributes: { sendTimeFrom: 'start_time' },
    })
    expect(sent({ start_time: null, started_at: '2026-10-01T03:40:00Z' })).toMatchObject({
      startsAt: '2026-10-01T03:40:00.000Z',
    })
    expect(sent({ start_time: '' })).toMatchObject({
      startsAt: '2026-10-01T03:00:00.000Z',
      attributes: { sendTimeFrom: 'scheduled_time' },
    })
    const draft = sent({ start_time: null, scheduled_time: null, status: 'draft' })
    expect(draft).toMatchObject({ status: 'draft', attributes: { sendTimeFrom: 'created_at' } })
    expect(draft).not.toHaveProperty('startsAt')
  })

  test('costs what is estimated, on the day it was sent in the organisation’s zone', () => {
    expect(record('campaign', 'broadcasts', broadcast)?.cost).toEqual({ amount: usd(2470), kind: 'estimated' })
    expect(record('spend', 'broadcasts', broadcast)).toMatchObject({
      key: 'bc_0001',
      amount: usd(2470),
      campaign: 'bc_0001',
      sourceDay: { day: '2026-09-30', zone: 'America/New_York' },
    })
    const elsewhere = { ...config, timeZone: 'UTC' }
    expect(record('spend', 'broadcasts', broadcast, elsewhere)?.sourceDay?.day).toBe('2026-10-01')
  })

  test('has cost nothing before it is sent, and the estimate moves until it has ended', () => {
    for (const status of ['draft', 'scheduled'])
      expect(record('spend', 'broadcasts', { ...broadcast, status })).toBeUndefined()
    expect(record('spend', 'broadcasts', { ...broadcast, status: 'sending' })).toMatchObject({ provisional: true })
    expect(record('spend', 'broadcasts', broadcast)).not.toHaveProperty('provisional')
    expect(record('spend', 'broadcasts', { ...broadcast, cost_estimate: '' })).toBeUndefined()
    expect(record('spend', 'broadcasts', { ...broadcast, cost_estimate: '0' })?.amount).toEqual(usd(0))
  })

  test('claims gifts that are ActBlue’s to count: they are kept beside, never as money of their own', () => {
    const all = records('broadcasts', broadcast)
    expect(all.map(({ kind }) => kind).sort()).toEqual(['campaign', 'creative', 'spend'])
    expect(record('spend', 'broadcasts', broadcast)?.reported).toEqual([
      { type: 'donation', window: 'to date', count: 11, value: usd(31250) },
    ])
    expect(record('campaign', 'broadcasts', broadcast)?.counts).toMatchObject({
      platformReportedDonations: 11,
      platformReportedAmountMinor: 31250,
    })
  })

  test('with no click may have no short link: nobody knows', () => {
    expect(record('campaign', 'broadcasts', broadcast)?.counts).not.toHaveProperty('clicks')
    expect(record('campaign', 'broadcasts', { ...broadcast, clicks: 87 })?.counts?.clicks).toBe(87)
  })

  test('shows its text with links, codes, and the least that it is sent in', () => {
    expect(record('creative', 'broadcasts', broadcast)).toMatchObject({
      key: 'bc_0001',
      body: broadcast.message_text,
      links: [{ refcodes: { refcode: 'tx_1' }, place: 'sb_link' }],
      attributes: { encoding: 'gsm7', segmentsAtLeast: 1 },
    })
    expect(record('creative', 'broadcasts', { ...broadcast, message_text: null })).toBeUndefined()
    expect(record('creative', 'broadcast_texts', { ...broadcast })).toMatchObject({ key: 'bc_0001' })
  })

  test('in every state of the vendor’s words, and in one that nobody knows', () => {
    const status = (word: string) => record('campaign', 'broadcasts', { ...broadcast, status: word })?.status
    expect(['draft', 'error', 'scheduled', 'sending', 'paused', 'sent', 'stopped'].map(status)).toEqual([
      'draft',
      'failed',
      'scheduled',
      'active',
      'paused',
      'ended',
      'ended',
    ])
    expect(record('campaign', 'broadcasts', { ...broadcast, status: 'half way' })).toMatchObject({
      sourceStatus: 'half way',
    })
    expect(status('half way')).toBeUndefined()
  })

  test('with nothing but its id is kept, and says nothing without a time', () => {
    expect(observe('broadcasts', { id: 7 })).toMatchObject({ key: '7', records: [] })
    expect(records('broadcasts', { id: 7, created_at: '2026-09-30 12:00:00' })[0]).toMatchObject({
      attributes: { zoneless: true },
    })
  })

  test('never brings staff to the store', () => {
    const { raw } = observe('broadcasts', {
      ...broadcast,
      creator: { email: 'staff@example.org' },
      created_by: 'Staff',
    })
    expect(JSON.stringify(raw)).not.toMatch(/staff/i)
  })

  test('to a handful is marked as a trial', () => {
    expect(record('campaign', 'broadcasts', { ...broadcast, total_messages: 5 })?.attributes).toMatchObject({
      trial: true,
    })
    expect(record('campaign', 'broadcasts', { ...broadcast, total_messages: 6 })?.attributes).not.toHaveProperty(
      'trial',
    )
  })
})

const message = {
  id: 'pm_0001',
  broadcast_id: 'bc_0001',
  broadcast_at: '2026-09-30T22:00:05Z',
  to_number: '+13145550142',
  status: 'delivered',
  sent_at: '2026-09-30T22:00:09Z',
  delivered_at: '2026-09-30T22:00:12Z',
}

describe('a message', () => {
  test('is one record and a touch for each thing that happened, each on its own date', () => {
    const all = records('messages', { ...message, replied_at: '2026-09-30T22:10:00Z', reply_text: 'my address is …' })
    expect(all.map((each) => [each.kind, each.key, each.happenedAt])).toEqual([
      ['message', 'pm_0001', '2026-09-30T22:00:09.000Z'],
      ['touchpoint', 'pm_0001:sent', '2026-09-30T22:00:09.000Z'],
      ['touchpoint', 'pm_0001:delivered', '2026-09-30T22:00:12.000Z'],
      ['touchpoint', 'pm_0001:replied', '2026-09-30T22:10:00.000Z'],
    ])
    expect(JSON.stringify(all)).not.toContain('address')
    expect(all[1]).toMatchObject({
      type: 'text_sent',
      campaign: 'bc_0001',
      message: 'pm_0001',
      person: { phone: '+13145550142' },
    })
  })

  test('stands as the later of delivered and failed says, and both stay', () => {
    const status = (more: object) => record('message', 'messages', { ...message, ...more })?.status
    expect(status({})).toBe('delivered')
    expect(status({ failed_at: '2026-10-01T23:00:00Z' })).toBe('failed')
    expect(status({ failed_at: '2026-09-30T22:00:10Z' })).toBe('delivered')
    expect(status({ delivered_at: null, failed_at: '2026-09-30T22:00:10Z' })).toBe('failed')
    expect(status({ delivered_at: null })).toBe('delivered')
    expect(status({ delivered_at: null, status: 'sent' })).toBe('sent')
    expect(status({ delivered_at: null, status: 'on its way' })).toBe('sent')
    const taken = record('message', 'messages', { ...message, failed_at: '2026-10-01T23:00:00Z' })
    expect(taken).toMatchObject({ deliveredAt: '2026-09-30T22:00:12.000Z', failedAt: '2026-10-01T23:00:00.000Z' })
  })

  test('without times stands as its word says, on its broadcast’s date, and touches nobody', () => {
    const bare = { id: 'pm_1', broadcast_id: 'bc_0001', broadcast_at: message.broadcast_at, to_number: '+13145550142' }
    const of = (status: string | null) => {
      const [first, ...more] = records('messages', { ...bare, status })
      expect(more).toEqual([])
      return first?.kind === 'message' ? first.status : first
    }
    expect(['delivered', 'undelivered', 'queued', 'sent', 'skipped', null].map(of)).toEqual([
      'delivered',
      'failed',
      'queued',
      'sent',
      'unknown',
      'unknown',
    ])
    expect(records('messages', { id: 'pm_1', to_number: '+13145550142', status: 'queued' })).toEqual([])
  })

  test('never tells a time that the source does not', () => {
    const all = records('messages', { ...message, clicks: 3, reply_text: 'Yes' })
    expect(
      all
        .map(({ happenedAt }) => happenedAt)
        .every((time) => [message.sent_at, message.delivered_at].includes(time.replace('.000', ''))),
    ).toBe(true)
    expect(all[0]).toMatchObject({ attributes: { clicks: 3 } })
  })

  test('under the older field’s name, or without a number, is somebody or nobody', () => {
    const { to_number: number, ...rest } = message
    expect(record('message', 'messages', { ...rest, phone_number: number })?.person).toEqual({
      phone: number,
      anonymousKey: 'pm_0001',
    })
    expect(record('message', 'messages', { ...rest, to_number: null })?.person).toEqual({ anonymousKey: 'pm_0001' })
  })

  test('with the token of its ActBlue links hands it on, should the source ever tell it', () => {
    for (const told of [{ refcodeSB: 'tok' }, { refcode_sb: 'tok' }, { metadata: { refcodeSB: 'tok' } }])
      expect(record('touchpoint', 'messages', { ...message, ...told })?.refcodes).toEqual({ refcodeSB: 'tok' })
    expect(record('touchpoint', 'messages', message)).not.toHaveProperty('refcodes')
  })

  test('reads alike with nulls, blanks and nothing', () => {
    const blank = { ...message, failed_at: null, replied_at: '', metadata: {} }
    expect(observe('messages', blank)).toEqual(observe('messages', message))
  })

  test('with a time that is none is set aside, and the number is not in the reason', () => {
    const observed = observeRow(connector, 'messages', { ...message, sent_at: 'some time' }, config)
    expect(observed).toMatchObject({ quarantined: { issues: [{ path: 'sent_at' }] } })
    if ('quarantined' in observed) expect(JSON.stringify(observed.quarantined.issues)).not.toContain('314')
  })
})

describe('a click', () => {
  const click = { ...message, clicks: 1, last_click_at: '2026-09-30T22:03:40Z', click_url: 'https://sb.example/aB3' }
  const touch = (more: object = {}, settings = config) =>
    record('touchpoint', 'clicks', { ...click, ...more }, settings)

  test('is a touch of its own date, with its short link as click id', () => {
    expect(touch()).toMatchObject({
      key: 'pm_0001:clicked:2026-09-30T22:03:40.000Z',
      type: 'text_clicked',
      clickIds: { shortlink: { value: 'aB3', truncated: false } },
    })
    expect(touch()).not.toHaveProperty('suspect')
  })

  test('of a known link has its codes', () => {
    const links = { aB3: 'https://secure.actblue.com/donate/x?refcode=tx_1' }
    expect(touch({}, { ...config, links })).toMatchObject({ refcodes: { refcode: 'tx_1' } })
    expect(touch({ click_url: 'https://secure.actblue.com/donate/x?refcode=tx_2&refcodeSB=tok' })).toMatchObject({
      refcodes: { refcode: 'tx_2', refcodeSB: 'tok' },
    })
  })

  test('in the first seconds after it arrived, or one of many in a minute, is a machine’s', () => {
    const suspect = (more: object) => touch(more)?.suspect
    expect(suspect({ last_click_at: '2026-09-30T22:00:16Z' })).toBe(true)
    expect(suspect({ last_click_at: '2026-09-30T22:00:17Z' })).toBeUndefined()
    expect(suspect({ last_click_at: '2026-09-30T22:00:05Z' })).toBe(true)
    expect(suspect({ delivered_at: null, last_click_at: '2026-09-30T22:00:13Z' })).toBe(true)
    expect(suspect({ clicks: 5, last_click_at: '2026-09-30T22:01:00Z' })).toBe(true)
    expect(suspect({ clicks: 5 })).toBeUndefined()
    expect(suspect({ sent_at: null, delivered_at: null, last_click_at: '2026-09-30T22:00:13Z' })).toBeUndefined()
  })
})

test('an opting out is a withdrawn consent, and of two tellings the earlier has the higher revision', () => {
  const row = { id: 'pm_0001', to_number: '+13145550142', opted_out_at: '2026-10-01T01:15:00Z', via: 'message' }
  expect(record('consent', 'opt_outs', row)).toMatchObject({
    key: 'pm_0001:opted_out',
    granted: false,
    channel: 'sms',
    happenedAt: '2026-10-01T01:15:00.000Z',
    person: { phone: '+13145550142' },
  })
  const revision = (time: string) => observe('opt_outs', { ...row, opted_out_at: time }).revision ?? 0
  expect(revision('2026-10-01T01:15:00Z')).toBeGreaterThan(revision('2026-10-01T01:15:01Z'))
  expect(Number.isSafeInteger(revision('1970-01-01T00:00:00Z'))).toBe(true)
})

test('a list and a person are as Switchboard has them', () => {
  expect(
    records('phone_lists', { id: 'pl_1', name: 'Donors', phone_count: '12', created_at: '2026-08-01T00:00:00Z' }),
  ).toEqual([{ kind: 'audience_list', key: 'pl_1', happenedAt: '2026-08-01T00:00:00.000Z', name: 'Donors', size: 12 }])
  expect(records('phone_lists', { id: 'pl_1', name: 'Donors' })).toEqual([])
  expect(
    record('crm_contact', 'phones', {
      id: 'ph_1',
      phone_number: '+13145550142',
      email_address: 'a@example.org',
      first_name: 'Avery',
      state_abbr: 'MO',
      created_at: '2026-08-01T00:00:00Z',
    }),
  ).toMatchObject({
    person: { phone: '+13145550142', email: 'a@example.org', firstName: 'Avery', address: { region: 'MO' } },
  })
})
