import { runToEnd, step } from '@throughline/connector-kit/testing'
import fc from 'fast-check'
import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { fieldsOf } from './columns.ts'
import type { ExportStyle } from './emulator.ts'
import { broadcastOf, fresh, keysOf, numberOf, sweep, type SwitchboardDrive } from './test-drive.ts'

afterAll(sweep)

/** Planned are more than 5,000, so that it is exported; some hundreds are enough to read. */
const planned = 5_200
const count = 330
const posts = ({ requests }: SwitchboardDrive) => requests.filter(({ method }) => method === 'POST').length
const pagesAsked = ({ requests }: SwitchboardDrive) =>
  requests.filter(({ url }) => /phone_messages(?:\?|$)/.test(url)).length

/** One broadcast that is large enough to be exported, with every kind of message in it. */
function large(style: Partial<ExportStyle> = {}, messages = count): SwitchboardDrive {
  const broadcast = broadcastOf('bc_1', messages)
  const drive = fresh([{ ...broadcast, messages: [] }], { limits: 'off' })
  const start = broadcast.startAt ?? 0
  const varied = Array.from({ length: messages }, (_, index) => {
    const sentAt = start + index * 100
    return {
      id: `pm_${index}`,
      to: index % 97 === 0 ? null : numberOf(index),
      sentAt,
      ...(index % 11 === 0 ? {} : { deliveredAt: sentAt + 2_000 }),
      ...(index % 13 === 0 ? { failedAt: sentAt + 5_000 } : {}),
      ...(index % 17 === 0 ? { clicks: [sentAt + 60_000, sentAt + 90_000] } : {}),
      ...(index % 19 === 0 ? { repliedAt: sentAt + 120_000, reply: `Yes, "please"\r\nand, thanks ${index}` } : {}),
      ...(index % 23 === 0 ? { optedOutAt: sentAt + 130_000 } : {}),
    }
  })
  drive.emulator.ledger.add({ ...broadcast, planned: Math.max(messages, planned), messages: varied })
  drive.emulator.limits = 'on'
  drive.emulator.exports = { ...drive.emulator.exports, ...style }
  drive.emulator.pages = { ...drive.emulator.pages, size: Math.ceil(messages / 6) }
  return drive
}

const rowsOf = (drive: SwitchboardDrive) =>
  [...drive.store.rows]
    .map(([place, { raw, records }]) => [place, raw, records])
    .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1))

describe('a large broadcast', { timeout: 60_000 }, () => {
  test('is exported, and reads row for row as its pages do', async () => {
    const exported = large({}, planned)
    const paged = large({}, planned)
    paged.connection.config = { ...paged.emulator.config, exports: false }
    for (const drive of [exported, paged]) expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect([posts(exported), pagesAsked(exported)]).toEqual([1, 0])
    expect([posts(paged), pagesAsked(paged)]).toEqual([0, 6])
    expect(keysOf(exported, 'messages')).toHaveLength(planned)
    expect(keysOf(exported, 'clicks').length).toBeGreaterThan(300)
    const [a, b] = [rowsOf(exported), rowsOf(paged)]
    expect(a.length).toBe(b.length)
    for (const [index, row] of a.entries())
      if (JSON.stringify(row) !== JSON.stringify(b[index])) expect(row).toEqual(b[index])
    expect(exported.store.quarantined).toEqual([])
    expect(readdirSync(exported.around.spoolDir)).toEqual([])
  })

  test.each([
    ['the link stands in the first answer', { link: 'answer' }],
    ['the link stands in data.job', { link: 'nested' }],
    [
      'headings are the fields, turned round, after a byte order mark',
      { headings: 'fields', reordered: true, bom: true },
    ],
    ['another export is in the way', { busy: 3 }],
    ['it is slow', { polls: 20 }],
    ['links expire at once and are replaced', { linkLivesMs: -1 }],
  ] as const)('is read from its file where %s', async (_how, style) => {
    const drive = large({ ...style })
    const { fetch } = drive.around
    if ('linkLivesMs' in style)
      drive.around.fetch = async (request) => {
        if (request.url.includes('/files/'))
          drive.emulator.exports = { ...drive.emulator.exports, linkLivesMs: 600_000 }
        return fetch(request)
      }
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect(keysOf(drive, 'messages')).toHaveLength(count)
    expect(pagesAsked(drive)).toBe(0)
  })

  test.each([
    ['exports fail', { outcome: 'fails' }, 3],
    ['an export is never ready', { outcome: 'never' }, 1],
    ['its link has expired and is never replaced', { linkLivesMs: -1, relinks: false }, 3],
    ['its file is cut short every time', { truncated: true }, 3],
    ['another export is always in the way', { busy: 100 }, 6],
    ['its file has no column that is known to be the id', { without: 'id' }, 1],
    ['its file has no column that is known to be the number', { without: 'to_number' }, 1],
  ] as const)('is read page by page where %s', async (_how, style, asked) => {
    const drive = large({ ...style })
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect([posts(drive), pagesAsked(drive)]).toEqual([asked, 6])
    expect(keysOf(drive, 'messages')).toHaveLength(count)
    expect(drive.store.quarantined).toEqual([])
    expect(readdirSync(drive.around.spoolDir)).toEqual([])
  })

  test('is asked about after 5, 10, 20, 30 seconds, never slept for, while others are read', async () => {
    const drive = large({ polls: 6 })
    drive.emulator.ledger.add(broadcastOf('small', 3, { startAt: Date.parse('2026-11-10T12:00:00Z') }))
    const waits: number[] = []
    for (;;) {
      const end = await step(drive, 'messages')
      if (end.outcome !== 'later') break
      expect(keysOf(drive, 'messages')).toContain('small_0')
      expect(end.error.say).toContain('preparing exports')
      waits.push(end.at.getTime() - drive.clock.now().getTime())
      const sent = drive.requests.length
      await step(drive, 'messages')
      expect(drive.requests.length).toBe(sent)
      drive.clock.advance(waits.at(-1) ?? 0)
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000])
  })

  test('and others like it are asked for three at a time', async () => {
    const drive = large({ polls: 3 })
    const more = { planned, startAt: Date.parse('2026-11-01T12:00:00Z') }
    for (const id of ['bc_2', 'bc_3', 'bc_4', 'bc_5']) drive.emulator.ledger.add(broadcastOf(id, 3, more))
    await step(drive, 'messages')
    expect(posts(drive)).toBe(3)
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect(posts(drive)).toBe(5)
    expect(keysOf(drive, 'messages')).toHaveLength(count + 12)
  })

  test('stopped after every page, and killed before any is saved, is read whole', async () => {
    const drive = large({}, 1_300)
    const { savePage } = drive.store
    let saves = 0
    drive.store.savePage = (page) => {
      saves += 1
      return saves % 4 === 0 ? Promise.reject(new Error('killed')) : savePage(page)
    }
    for (let tries = 0; tries < 100; tries += 1) {
      const end = await runToEnd(drive, 'messages', { budgetMs: 0 }).catch((error: Error) => {
        expect(error.message).toBe('killed')
        return undefined
      })
      if (end?.outcome === 'done') break
    }
    expect(keysOf(drive, 'messages')).toHaveLength(1_300)
    expect(posts(drive)).toBeLessThanOrEqual(2)
  })

  test('whose file breaks off on the way is fetched again', async () => {
    const drive = large()
    const { fetch } = drive.around
    let broken = 0
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      if (!request.url.includes('/files/') || (broken += 1) > 1) return answer
      const body = new Uint8Array(await answer.arrayBuffer())
      return new Response(body.slice(0, 2_000), { headers: { 'content-length': String(body.length) } })
    }
    expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    expect(keysOf(drive, 'messages')).toHaveLength(count)
    expect(posts(drive)).toBe(1)
  })

  test('is fetched without our credentials', async () => {
    const drive = large()
    await runToEnd(drive, 'messages')
    const files = drive.requests.filter(({ url }) => url.includes('/files/'))
    expect(files.length).toBeGreaterThan(0)
    for (const { headers } of files) expect(headers.has('authorization')).toBe(false)
  })

  test('leaves no link in what is saved between slices', async () => {
    const drive = large({ linkLivesMs: -1 })
    for (let slice = 0; slice < 6; slice += 1) {
      const end = await step(drive, 'messages')
      if (end.outcome === 'later') drive.clock.advance(end.at.getTime() - drive.clock.now().getTime())
    }
    expect(JSON.stringify(drive.store.pages)).not.toContain('sig=')
  })
})

test('any chunking of a broadcast’s pages is one big read', { timeout: 60_000 }, async () => {
  const whole = large({}, 60)
  whole.connection.config = { ...whole.emulator.config, exports: false }
  await runToEnd(whole, 'messages')
  const expected = rowsOf(whole)
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 61 }),
      fc.constantFrom('url', 'cursor', 'path'),
      fc.boolean(),
      async (size, next, slices) => {
        const drive = large({}, 60)
        drive.connection.config = { ...drive.emulator.config, exports: false }
        drive.emulator.pages = { size, next, cursorLivesMs: Infinity }
        expect((await runToEnd(drive, 'messages', slices ? { budgetMs: 0 } : {})).outcome).toBe('done')
        expect(rowsOf(drive)).toEqual(expected)
      },
    ),
    { numRuns: 20 },
  )
})

describe('headings', { timeout: 60_000 }, () => {
  const read = (headings: string[], of: 'broadcast' | 'inbox' = 'broadcast', said = {}) =>
    Object.fromEntries(fieldsOf(headings, of, said))

  test('are understood however they are written', () => {
    expect(read(['Message ID', ' Phone ', 'Sent-At', 'click count', 'Opted Out At', 'Carrier'])).toEqual({
      'Message ID': 'id',
      ' Phone ': 'to_number',
      'Sent-At': 'sent_at',
      'click count': 'clicks',
      'Opted Out At': 'opted_out_at',
    })
    expect(read(['Phone', 'Message', 'Time', 'Opted out?'], 'inbox')).toEqual({
      Phone: 'phone_number',
      Message: 'text',
      Time: 'received_at',
      'Opted out?': 'opted_out',
    })
  })

  test('are what the client says they are, and each field is one heading’s', () => {
    expect(read(['Kontakt', 'Phone', 'id'], 'broadcast', { Kontakt: 'to_number' })).toEqual({
      Kontakt: 'to_number',
      id: 'id',
    })
    expect(read(['constructor', '__proto__', ''])).toEqual({})
  })
})
