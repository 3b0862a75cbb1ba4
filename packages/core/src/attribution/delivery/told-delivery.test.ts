import { describe, expect, test } from 'vitest'
import { createDirectory, lookUp } from './directory.ts'
import { toldDelivery } from './told-delivery.ts'

const happenedAt = '2026-11-10T03:30:00.000Z'
const told = (value: { kind: string } & Record<string, unknown>, zone = 'America/Chicago') =>
  toldDelivery({ source: 'acme', withdrawn: false, value: { happenedAt, key: 'k', ...value } }, zone)
const spend = {
  kind: 'spend',
  sourceDay: { day: '2026-11-10', zone: 'America/New_York' },
  amount: { minor: 1234, currency: 'USD' },
  campaign: 'fall',
  adSet: 'wide',
  ad: 'one',
  impressions: 900,
  clicks: 30,
  linkClicks: 21,
  reach: 700,
}

describe('a row of spend', () => {
  test('is its money and its counts, on the platform’s own day; people reached add up to nothing', () => {
    expect(told(spend)).toMatchObject({
      day: '2026-11-10',
      place: { channel: 'ads', source: 'acme', campaign: 'fall', adSet: 'wide', ad: 'one', creative: null },
      amounts: [
        { kind: 'spend', minor: 1234, currency: 'USD', n: 1 },
        { kind: 'impressions', minor: 0, n: 900 },
        { kind: 'clicks', n: 30 },
        { kind: 'link_clicks', n: 21 },
      ],
    })
  })

  test('adds nothing as a part of its day’s whole, or withdrawn, or all zero', () => {
    expect(told({ ...spend, breakdown: { publisher_platform: 'instagram' } })).toBeUndefined()
    expect(
      toldDelivery({ source: 'acme', withdrawn: true, value: { ...spend, happenedAt } }, 'America/Chicago'),
    ).toBeUndefined()
    const zero = { ...spend, amount: { minor: 0, currency: 'USD' }, impressions: 0, clicks: 0, linkClicks: 0 }
    expect(told(zero)).toBeUndefined()
  })

  test('belongs to its campaign’s channel and its ad’s creative once these are known', () => {
    const place = told(spend)?.place
    const directory = createDirectory([
      { kind: 'campaign', source: 'acme', key: 'fall', value: { channel: 'social', creative: 'of the campaign' } },
      { kind: 'ad', source: 'acme', key: 'one', value: { creative: 'video' } },
      { kind: 'ad', source: 'other', key: 'one', value: { creative: 'somebody else’s' } },
    ])
    expect(place && lookUp(place, directory)).toMatchObject({ channel: 'social', creative: 'video', campaign: 'fall' })
    expect(place && lookUp(place, createDirectory([]))).toEqual(place)
    expect(place && lookUp({ ...place, creative: 'told' }, directory).creative).toBe('told')
    expect(place && lookUp({ ...place, ad: null }, directory).creative).toBe('of the campaign')
  })
})

describe('a text', () => {
  const touch = { kind: 'touchpoint', channel: 'sms', campaign: 'blast', creative: 'blast' }
  const message = { kind: 'message', channel: 'sms', direction: 'out', campaign: 'blast' }
  const consent = { kind: 'consent', channel: 'sms', granted: false, message: 'm', campaign: 'blast' }
  const place = { channel: 'sms', source: 'acme', campaign: 'blast', creative: 'blast', ad: null }

  test.each([
    [{ ...touch, type: 'text_sent' }, 'sent'],
    [{ ...touch, type: 'text_delivered' }, 'delivered'],
    [{ ...touch, type: 'text_clicked' }, 'message_clicked'],
    [{ ...touch, type: 'text_replied' }, 'replied'],
    [{ ...message, status: 'failed' }, 'failed'],
    [consent, 'opted_out'],
  ])('counts once at its broadcast, on the client’s day: %o', (value, kind) => {
    expect(told(value)).toMatchObject({ day: '2026-11-09', place, amounts: [{ kind, n: 1, minor: 0 }] })
  })

  test('counts nothing where a machine clicked, where it has not failed, or where a wish answers no message', () => {
    expect(told({ ...touch, type: 'text_clicked', suspect: true })).toBeUndefined()
    expect(told({ ...message, status: 'delivered' })).toBeUndefined()
    expect(told({ ...message, status: 'failed', direction: 'in' })).toBeUndefined()
    expect(told({ ...consent, message: undefined })).toBeUndefined()
    expect(told({ ...consent, granted: true })).toBeUndefined()
    expect(told({ ...touch, type: 'visit' })).toBeUndefined()
  })

  test('without a campaign counts for its channel alone', () => {
    expect(told({ kind: 'touchpoint', channel: 'email', type: 'email_opened' })?.place).toMatchObject({
      channel: 'email',
      source: null,
      campaign: null,
    })
  })
})
