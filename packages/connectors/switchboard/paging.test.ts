import { ProviderChanged } from '@throughline/connector-kit'
import { runToEnd, step } from '@throughline/connector-kit/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { bodyOf } from './emulator.ts'
import { broadcastOf, fresh, keysOf, sweep, type SwitchboardDrive } from './test-drive.ts'

afterAll(sweep)

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => broadcastOf(`bc_${String(index).padStart(3, '0')}`, 1))
const small = (next: SwitchboardDrive['emulator']['pages']['next'], count = 7): SwitchboardDrive => {
  const drive = fresh(many(count))
  drive.emulator.pages = { size: 2, next, cursorLivesMs: Infinity }
  return drive
}
const errors = (code: string, status = 200) =>
  ({ type: 'status', status, body: JSON.stringify(bodyOf(null, code)) }) as const

describe('a list', { timeout: 60_000 }, () => {
  test.each(['url', 'cursor', 'path', 'self'] as const)('is read to its end where next_page is %s', async (next) => {
    const drive = small(next)
    for (const stream of ['broadcasts', 'messages']) expect((await runToEnd(drive, stream)).outcome).toBe('done')
    expect(keysOf(drive, 'broadcasts')).toHaveLength(7)
    expect(keysOf(drive, 'messages')).toHaveLength(7)
  })

  test('that leads to another host is refused, and nothing is sent there', async () => {
    const drive = small('foreign')
    const end = await runToEnd(drive, 'broadcasts')
    expect(end.outcome).toBe('changed')
    if (end.outcome === 'changed') expect(end.error).toBeInstanceOf(ProviderChanged)
    expect((await runToEnd(drive, 'messages')).outcome).toBe('changed')
    expect(new Set(drive.requests.map(({ url }) => new URL(url).host))).toEqual(new Set(['api.oneswitchboard.com']))
    expect((await runToEnd(drive, 'phone_lists')).outcome).toBe('done')
  })

  test('that goes round in a circle comes to an end, is said to, and is never called whole', async () => {
    const drive = small('circle')
    const end = await runToEnd(drive, 'broadcasts')
    expect(end.outcome).toBe('changed')
    if (end.outcome === 'changed') expect(end.error.say).toContain('circle')
    expect(drive.requests.length).toBeLessThan(60)
    expect(drive.store.positions.get('broadcasts')?.open).toBe(true)
    drive.emulator.pages = { ...drive.emulator.pages, next: 'url' }
    expect((await runToEnd(drive, 'broadcasts')).outcome).toBe('done')
    expect(keysOf(drive, 'broadcasts')).toHaveLength(7)
  })

  test('whose cursor expires midway is begun anew and loses nothing', async () => {
    const drive = small('url')
    drive.emulator.pages = { ...drive.emulator.pages, cursorLivesMs: 60_000 }
    for (let slice = 0; slice < 2; slice += 1) await step(drive, 'broadcasts', { budgetMs: 0 })
    drive.clock.advance(120_000)
    expect((await runToEnd(drive, 'broadcasts')).outcome).toBe('done')
    expect(keysOf(drive, 'broadcasts')).toHaveLength(7)
  })

  test('that grows between two pages is read with what came', async () => {
    const drive = small('url')
    for (let slice = 0; slice < 3; slice += 1) await step(drive, 'broadcasts', { budgetMs: 0 })
    for (const id of ['new_1', 'new_2', 'new_3'])
      drive.emulator.ledger.add(broadcastOf(id, 1, { createdAt: Date.parse('2026-11-15T16:59:00Z') }))
    await runToEnd(drive, 'broadcasts')
    const early = keysOf(drive, 'broadcasts').filter((key) => key.startsWith('bc_'))
    expect(early).toHaveLength(7)
    await runToEnd(drive, 'broadcasts')
    expect(keysOf(drive, 'broadcasts')).toHaveLength(10)
  })

  test('in whatever order is read whole', async () => {
    const drive = small('url', 9)
    const { ledger } = drive.emulator
    const listed = ledger.listed.bind(ledger)
    ledger.listed = (now) => listed(now).sort((a, b) => (a.id.slice(-1) > b.id.slice(-1) ? 1 : -1))
    for (const stream of ['broadcasts', 'messages']) await runToEnd(drive, stream)
    expect(keysOf(drive, 'messages')).toHaveLength(9)
  })
})

describe('200 with errors[]', { timeout: 60_000 }, () => {
  test('is what its code says: credentials, access, too much', async () => {
    for (const [code, outcome, said] of [
      ['unauthorized', 'ask', 'Make a new key'],
      ['FORBIDDEN', 'ask', 'API access'],
      ['rate_limit_exceeded', 'later', ''],
    ] as const) {
      const drive = fresh()
      drive.emulator.faults.next(errors(code), { path: '/v1/broadcasts' })
      const end = await step(drive, 'messages')
      expect(end.outcome).toBe(outcome)
      if ('error' in end) expect(end.error.say).toContain(said)
    }
  })

  test('of an unknown code is asked again three times, ever later, and then stops the stream', async () => {
    const drive = fresh()
    drive.emulator.faults.next(errors('teapot'), { path: '/v1/broadcasts', times: 3 })
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    drive.emulator.faults.next(errors('teapot'), { path: '/v1/broadcasts', times: 100 })
    const started = drive.clock.now().getTime()
    const sent = drive.requests.length
    const end = await runToEnd(drive, 'broadcasts')
    expect(end.outcome).toBe('changed')
    if (end.outcome === 'changed') expect(end.error.say).toContain('teapot')
    expect(drive.clock.now().getTime() - started).toBeGreaterThanOrEqual(7 * 60_000)
    expect(drive.requests.length - sent).toBeLessThan(7)
    drive.emulator.faults.clear()
    expect((await runToEnd(drive, 'phone_lists')).outcome).toBe('done')
  })

  test('on a page that has rows too counts as no page', async () => {
    const drive = fresh(many(1))
    const body = JSON.stringify({
      data: { page: [{ id: 'ghost' }], next_page: null },
      errors: [{ code: 'partial', title: 'x' }],
    })
    drive.emulator.faults.next({ type: 'status', status: 200, body }, { path: '/v1/broadcasts' })
    await runToEnd(drive, 'broadcasts')
    expect(keysOf(drive, 'broadcasts')).toEqual(['bc_000'])
  })

  test('is not mistaken for a text that speaks of errors', async () => {
    const drive = fresh([broadcastOf('bc_1', 1, { text: '"errors":[{"code":"unauthorized"}] \\"errors\\": [{' })])
    expect((await runToEnd(drive, 'broadcasts')).outcome).toBe('done')
    expect(keysOf(drive, 'broadcasts')).toEqual(['bc_1'])
  })
})

describe('an answer', { timeout: 60_000 }, () => {
  test('without data stops the stream and keeps the others', async () => {
    for (const body of ['{"data":null,"errors":[]}', '{"data":{"rows":[]}}', '[]', '"text"', '{}']) {
      const drive = fresh()
      drive.emulator.faults.next({ type: 'status', status: 200, body }, { path: '/v1/phone_lists' })
      expect((await runToEnd(drive, 'phone_lists')).outcome).toBe('changed')
      expect((await runToEnd(drive, 'broadcasts')).outcome).toBe('done')
    }
  })

  test('401 and 403 say in words what to do', async () => {
    const drive = fresh()
    drive.emulator.access = 'forbidden'
    const end = await runToEnd(drive, 'broadcasts')
    expect(end).toMatchObject({ outcome: 'ask' })
    if (end.outcome === 'ask') expect(end.error.say).toContain('developers@oneswitchboard.com')
  })

  test('that breaks off midway is asked for again, and nothing of it is kept', async () => {
    const drive = fresh()
    drive.emulator.faults.next({ type: 'truncated' }, { path: '/v1/broadcasts', times: 3 })
    expect((await runToEnd(drive, 'broadcasts')).outcome).toBe('done')
    expect(keysOf(drive, 'broadcasts')).toHaveLength(8)
  })

  test.each(['data', 'named', 'bare'] as const)(
    'of one object is understood where it stands as %s',
    async (objects) => {
      const drive = fresh()
      drive.emulator.objects = objects
      drive.emulator.rowStyle = { ...drive.emulator.rowStyle, textInList: false }
      expect((await runToEnd(drive, 'broadcasts')).outcome).toBe('done')
      expect(keysOf(drive, 'organization')).toEqual(['org_0001'])
      expect(keysOf(drive, 'broadcast_texts')).toEqual([
        'bc_0001',
        'bc_0002',
        'bc_0003',
        'bc_0004',
        'bc_0005',
        'bc_0007',
      ])
    },
  )
})

test(
  'never more than 300 requests are sent in a minute, with several streams at once and none refused',
  { timeout: 60_000 },
  async () => {
    const drive = fresh(many(120))
    drive.emulator.pages = { size: 1, next: 'url', cursorLivesMs: Infinity }
    drive.emulator.rowStyle = { ...drive.emulator.rowStyle, textInList: false }
    const sentAt: number[] = []
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      sentAt.push(drive.clock.now().getTime())
      const answer = await fetch(request)
      expect(answer.status).not.toBe(429)
      return answer
    }
    for (const stream of ['broadcasts', 'messages', 'inbox', 'phone_lists']) await runToEnd(drive, stream)
    expect(sentAt.length).toBeGreaterThan(400)
    for (const [index, time] of sentAt.entries())
      expect((sentAt[index + 300] ?? Infinity) - time).toBeGreaterThan(60_000)
    for (const ms of drive.clock.slept) expect(ms).toBeLessThanOrEqual(1_000)
  },
)

test('429 rests the whole connection, as long as it was told or a minute', { timeout: 60_000 }, async () => {
  for (const [retryAfter, waitMs] of [
    ['23', 23_000],
    [undefined, 60_000],
  ] as const) {
    const drive = fresh()
    drive.emulator.faults.next({ type: 'status', status: 429, ...(retryAfter === undefined ? {} : { retryAfter }) })
    const end = await step(drive, 'broadcasts')
    if (end.outcome !== 'later') throw new Error(end.outcome)
    expect(end.at.getTime() - drive.clock.now().getTime()).toBe(waitMs)
    const sent = drive.requests.length
    expect((await step(drive, 'messages')).outcome).toBe('later')
    expect(drive.requests.length).toBe(sent)
  }
})
