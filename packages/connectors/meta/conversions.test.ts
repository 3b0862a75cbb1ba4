import {
  AskCustomer,
  connect,
  ConversionsInput,
  RetryLater,
  Unsure,
  type ConversionEvent,
} from '@throughline/connector-kit'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { toEvent } from './conversion-event.ts'
import { refused } from './emulator.ts'
import { open, testNow, type MetaDrive } from './testing.ts'

const now = new Date(testNow)
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()

const gift = (number: number, more: Partial<ConversionEvent> = {}): ConversionEvent => ({
  eventId: `ab:${600_000_000 + number}`,
  name: 'Purchase',
  happenedAt: ago(1),
  value: { minor: 2_500, currency: 'USD' },
  orderId: String(600_000_000 + number),
  category: 'donation',
  person: { email: 'donor@example.org' },
  consent: { source: 'landing page', at: ago(2) },
  ...more,
})
const batch = (events: ConversionEvent[], more: Partial<ConversionsInput> = {}): ConversionsInput =>
  ConversionsInput.parse({ chosenAt: ago(0), events, ...more })

function desk(drive: MetaDrive) {
  const action = connector.actions.send_conversions
  if (!action) throw new Error('no such action')
  const ctx = connect({ ...drive, signal: new AbortController().signal })
  return {
    run: (input: ConversionsInput, key = 'k') => action.run(ctx, input, key),
    preview: (input: ConversionsInput) => action.preview(ctx, input),
    find: (input: ConversionsInput) => action.find(ctx, 'k', input),
  }
}
const received = ({ emulator }: MetaDrive) => [...emulator.conversions.received.values()].map(({ event }) => event)

describe('an event', () => {
  const made = (event: ConversionEvent, withoutBrowser: ConversionsInput['withoutBrowser'] = 'system_generated') => {
    const result = toEvent(event, { withoutBrowser }, now)
    if (typeof result === 'string') throw new Error(result)
    return result
  }

  test('of a gift whose landing we saw has its browser, its click and its money in major units', () => {
    const event = gift(1, {
      value: { minor: 2_505, currency: 'USD' },
      browser: {
        url: 'https://give.example.org/fall?email=donor@example.org#x',
        userAgent: 'Mozilla/5.0',
        ip: '203.0.113.9',
      },
      cookies: { _fbc: 'fb.1.1790825990123.IwZXh0bgNhZW0BMABhZGlkAasAAAAA', _fbp: 'fb.1.1790820000000.1098115397' },
    })
    expect(made(event)).toEqual({
      event_name: 'Purchase',
      event_time: Math.floor(now.getTime() / 1_000) - 3_600,
      event_id: 'ab:600000001',
      action_source: 'website',
      event_source_url: 'https://give.example.org/fall',
      user_data: {
        em: ['4fbd52d732563cfa026ddf3625b751c54d799f79a5f991a5e573a290f6ebcd4f'],
        client_ip_address: '203.0.113.9',
        client_user_agent: 'Mozilla/5.0',
        fbc: 'fb.1.1790825990123.IwZXh0bgNhZW0BMABhZGlkAasAAAAA',
        fbp: 'fb.1.1790820000000.1098115397',
      },
      custom_data: { currency: 'USD', value: 25.05, order_id: '600000001', content_category: 'donation' },
      data_processing_options: [],
    })
  })

  test('of a gift without a browser is a system’s, or stays here', () => {
    expect(made(gift(1))).toMatchObject({ action_source: 'system_generated' })
    expect(made(gift(1))).not.toHaveProperty('event_source_url')
    expect(toEvent(gift(1), { withoutBrowser: 'leave_out' }, now)).toBe('no browser was seen')
  })

  test('under limited data use says so', () => {
    expect(made(gift(1, { limited: { country: 1, state: 1000 } }))).toMatchObject({
      ...{ data_processing_options: ['LDU'], data_processing_options_country: 1, data_processing_options_state: 1000 },
    })
  })

  test('of zero-decimal money is whole', () => {
    expect(made(gift(1, { value: { minor: 1_200, currency: 'JPY' } })).custom_data.value).toBe(1_200)
  })

  test('that may not go says why, and nothing of the person', () => {
    const why = (more: Partial<ConversionEvent>) => toEvent(gift(1, more), { withoutBrowser: 'system_generated' }, now)
    expect(why({ happenedAt: ago(7 * 24) })).toBe('too old')
    expect(typeof why({ happenedAt: ago(7 * 24 - 1) })).toBe('object')
    expect(why({ happenedAt: ago(-1) })).toBe('in the future')
    expect(why({ value: { minor: 0, currency: 'USD' } })).toBe('no value')
    expect(why({ person: { firstName: 'Avery', region: 'MO' } })).toBe('nobody to match')
  })

  test('without consent, or with what must never be told, is no input', () => {
    const { consent: _consent, ...without } = gift(1)
    expect(ConversionsInput.safeParse({ chosenAt: ago(0), events: [without] }).success).toBe(false)
    for (const field of ['employer', 'occupation', 'line1', 'party']) {
      const event = { ...gift(1), person: { email: 'donor@example.org', [field]: 'x' } }
      expect(ConversionsInput.safeParse({ chosenAt: ago(0), events: [event] }).success).toBe(false)
    }
    expect(ConversionsInput.safeParse({ chosenAt: ago(0), events: [gift(1)] }).success).toBe(true)
  })
})

describe('sending conversions', () => {
  test('sends those that may go and names those that stay', async () => {
    const drive = open()
    const input = batch([gift(1), gift(2, { happenedAt: ago(24 * 8) }), gift(3)])
    expect((await desk(drive).preview(input)).summary).toBe(
      'Sends 2 conversions to dataset 5000. 1 stay here: 1 too old.',
    )
    expect(received(drive)).toEqual([])
    expect(await desk(drive).run(input)).toEqual({
      ref: '5000/k',
      detail: { received: 2, unsent: [{ eventId: 'ab:600000002', why: 'too old' }] },
    })
    expect(received(drive).map(({ event_id }) => event_id)).toEqual(['ab:600000001', 'ab:600000003'])
  })

  test('many go in batches of fifty', async () => {
    const drive = open()
    await desk(drive).run(batch(Array.from({ length: 120 }, (_, index) => gift(index))))
    expect(drive.requests).toHaveLength(3)
    expect(received(drive)).toHaveLength(120)
  })

  test('where one of them is refused by Meta the others arrive, and it is named', async () => {
    const drive = open()
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      const text = await request.clone().text()
      const bad = text.includes('ab:600000007')
      return bad
        ? new Response('{"error":{"code":100,"error_subcode":2804003,"message":"bad"}}', { status: 400 })
        : fetch(request)
    }
    const done = await desk(drive).run(batch(Array.from({ length: 12 }, (_, index) => gift(index))))
    expect(done.detail).toEqual({ received: 11, unsent: [{ eventId: 'ab:600000007', why: 'refused by Meta' }] })
    expect(received(drive)).toHaveLength(11)
  })

  test('again, as after a crash, counts nothing twice', async () => {
    const drive = open()
    const input = batch([gift(1), gift(2)])
    drive.emulator.faults.next(refused({ code: 2, status: 500 }), { times: 2 })
    await expect(desk(drive).run(input)).rejects.toThrow(RetryLater)
    drive.clock.advance(3_600_000)
    await desk(drive).run(input)
    expect(await desk(drive).find(input)).toBeUndefined()
    await desk(drive).run(input)
    expect(received(drive)).toHaveLength(2)
    expect(drive.emulator.conversions.repeats).toBe(2)
  })

  test('again after Meta has forgotten is for a person to decide', async () => {
    const drive = open()
    const input = batch([gift(1)])
    drive.clock.advance(47 * 3_600_000 + 1)
    await expect(desk(drive).find(input)).rejects.toThrow(Unsure)
  })

  test('as a test is seen and not counted', async () => {
    const drive = open()
    await desk(drive).run(batch([gift(1)], { testEventCode: 'TEST12345' }))
    expect(received(drive)).toEqual([])
    expect(drive.emulator.conversions.tests).toHaveLength(1)
  })

  test('without a dataset, or with one out of reach, asks for it', async () => {
    const none = open()
    none.connection.config = { ...none.emulator.config, datasetId: undefined }
    await expect(desk(none).run(batch([gift(1)]))).rejects.toThrow(AskCustomer)
    const foreign = open()
    foreign.connection.config = { ...foreign.emulator.config, datasetId: '9999' }
    const error: unknown = await desk(foreign)
      .run(batch([gift(1)]))
      .catch((failed: unknown) => failed)
    expect((error as AskCustomer).field).toBe('datasetId')
  })

  test('shows nobody’s address, not even in an error', async () => {
    const drive = open()
    const texts: string[] = []
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      texts.push(await request.clone().text())
      return fetch(request)
    }
    const done = await desk(drive).run(
      batch([gift(1, { person: { email: 'donor@example.org', phone: '3145550142', lastName: 'Delacruz' } })]),
    )
    for (const text of [...texts, JSON.stringify(done)]) {
      expect(text).not.toContain('donor@')
      expect(text).not.toContain('5550142')
      expect(text.toLowerCase()).not.toContain('delacruz')
    }
  })
})
