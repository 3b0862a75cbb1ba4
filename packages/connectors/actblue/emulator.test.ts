import { fakeClock } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createEmulator, createPostman, type EmulatedLine } from './emulator.ts'

const api = 'https://secure.actblue.com/api/v1/csvs'
const Id = z.object({ id: z.string() })
const State = z.object({ status: z.string(), download_url: z.string().nullable() })

function open(lines?: EmulatedLine[]) {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const emulator = createEmulator({ clock, random: () => 0, ...(lines ? { lines } : {}) })
  const { clientUuid, clientSecret } = emulator.secrets.good
  const authorization = `Basic ${Buffer.from(`${clientUuid}:${clientSecret}`).toString('base64')}`
  const send = (url: string, init: RequestInit = {}, headers: Record<string, string> = { authorization }) =>
    emulator.fetch(new Request(url, { ...init, headers }))
  const ask = (csv_type: string, date_range_start: string, date_range_end: string) =>
    send(api, { method: 'POST', body: JSON.stringify({ csv_type, date_range_start, date_range_end }) })
  const report = async (type: string, start: string, end: string): Promise<string> => {
    emulator.limits = 'off'
    const { id } = Id.parse(await (await ask(type, start, end)).json())
    const { download_url: link } = State.parse(await (await send(`${api}/${id}`)).json())
    return (await send(link ?? '', {}, {})).text()
  }
  return { clock, emulator, send, ask, report }
}

const gift = (id: number, paidAt: string, more: Partial<EmulatedLine> = {}): EmulatedLine => {
  const at = Date.parse(paidAt)
  const donor = { id, firstname: 'A', lastname: 'B' }
  const order = { orderNumber: `AB${id}`, createdAt: at, donor, form: 'f', period: 'once' as const }
  return { lineitemId: id, order, entityId: 70001, amountMinor: 100, paidAt: at, charge: 1, ...more }
}
const rowsIn = (csv: string): number => csv.trimEnd().split('\r\n').length - 1

describe('the emulated report API', () => {
  test('wants its key, knows its ids, and refuses what ActBlue refuses', async () => {
    const { send, ask } = open()
    expect((await send(api, { method: 'POST' }, {})).status).toBe(401)
    expect((await send(`${api}/unknown`)).status).toBe(404)
    expect((await ask('paid_contributions', '2026-02-01', '2026-02-01')).status).toBe(422)
    expect((await ask('paid_contributions', '2026-01-01', '2026-07-02')).status).toBe(422)
    expect((await ask('paid_contributions', '2026-01-01', '2026-07-01')).status).toBe(202)
    expect((await ask('unheard_of', '2026-01-01', '2026-02-01')).status).toBe(422)
  })

  test('takes the first day, leaves out the last, both in US Eastern', async () => {
    const { report } = open([
      gift(1, '2026-03-01T04:59:59Z'),
      gift(2, '2026-03-01T05:00:00Z'),
      gift(3, '2026-03-10T03:59:59Z'),
      gift(4, '2026-03-10T04:00:00Z'),
    ])
    const csv = await report('paid_contributions', '2026-03-01', '2026-03-10')
    expect(rowsIn(csv)).toBe(2)
    expect(csv).toContain('AB2,2026-03-01 00:00:00')
    expect(csv).toContain('AB3,2026-03-09 23:59:59')
  })

  test('answers the eleventh request in a minute with 429, with and without a time', async () => {
    const { send, clock } = open()
    const statuses: number[] = []
    for (let each = 0; each < 10; each += 1) statuses.push((await send(`${api}/x`)).status)
    expect(new Set(statuses)).toEqual(new Set([404]))
    const first = await send(`${api}/x`)
    const second = await send(`${api}/x`)
    expect([first.status, second.status]).toEqual([429, 429])
    expect([first.headers.get('retry-after'), second.headers.get('retry-after')]).toEqual(['60', null])
    clock.advance(60_001)
    expect((await send(`${api}/x`)).status).toBe(404)
  })

  test('is in progress at first; its link needs no key, lives ten minutes and refuses credentials', async () => {
    const { send, ask, clock } = open()
    const { id } = Id.parse(await (await ask('paid_contributions', '2026-09-01', '2026-11-16')).json())
    const state = async () => State.parse(await (await send(`${api}/${id}`)).json())
    expect(await state()).toEqual({ status: 'in_progress', download_url: null })
    const { download_url: link } = await state()
    expect((await send(link ?? '', {}, {})).status).toBe(200)
    expect((await send(link ?? '')).status).toBe(400)
    clock.advance(10 * 60_000 + 1)
    expect((await send(link ?? '', {}, {})).status).toBe(403)
    expect((await send((await state()).download_url ?? '', {}, {})).status).toBe(200)
  })

  test('moves a refunded line from the paid report to the refunded one', async () => {
    const { report, emulator } = open([gift(1, '2026-10-01T12:00:00Z'), gift(2, '2026-10-01T12:00:00Z')])
    const both = () =>
      Promise.all(
        ['paid_contributions', 'refunded_contributions'].map((type) => report(type, '2026-09-01', '2026-11-16')),
      )
    expect((await both()).map(rowsIn)).toEqual([2, 0])
    emulator.ledger.refund(1, Date.parse('2026-11-01T12:00:00Z'))
    expect((await both()).map(rowsIn)).toEqual([1, 1])
  })

  test('streams a long report whole', async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => gift(index + 1, '2026-10-01T12:00:00Z'))
    expect(rowsIn(await open(lines).report('paid_contributions', '2026-09-01', '2026-11-16'))).toBe(3_000)
  })

  test('shows a late row only from its time on, and a double one twice', async () => {
    const later = Date.parse('2026-11-15T18:00:00Z')
    const lines = [
      gift(1, '2026-10-01T12:00:00Z', { visibleAt: later }),
      gift(2, '2026-10-01T12:00:00Z', { twice: true }),
    ]
    const { report, clock } = open(lines)
    expect(rowsIn(await report('paid_contributions', '2026-09-01', '2026-11-16'))).toBe(2)
    clock.advance(3_600_001)
    expect(rowsIn(await report('paid_contributions', '2026-09-01', '2026-11-16'))).toBe(3)
  })
})

describe('the emulated postman', () => {
  test('comes again after a refusal or no answer, and gives up at last', async () => {
    const { emulator } = open()
    const [delivery] = emulator.deliveries()
    if (!delivery) throw new Error('no delivery')
    const answers: (Response | Error)[] = [new Error('no answer'), new Response('', { status: 500 }), new Response('')]
    const bodies: string[] = []
    const pauses: number[] = []
    const deliver = (attempts: number) =>
      createPostman({
        attempts,
        pause: async (attempt) => void pauses.push(attempt),
        send: async (request) => {
          bodies.push(await request.text())
          const answer = answers.shift() ?? new Response('', { status: 503 })
          if (answer instanceof Error) throw answer
          return answer
        },
      })(delivery)
    expect(await deliver(5)).toEqual({ delivered: true, attempts: 3 })
    expect(new Set(bodies).size).toBe(1)
    expect(pauses).toEqual([2, 3])
    expect(await deliver(2)).toEqual({ delivered: false, attempts: 2 })
  })
})
