import { cast } from '@throughline/db/testing'
import { createNotifier } from '@throughline/core/notify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House } from './house/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** Reads a live stream until it has said this, or has ended; fails when neither comes within the deadline. */
function following(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    async until(what: string, deadlineMs: number): Promise<string> {
      const late = AbortSignal.timeout(deadlineMs)
      const deadline = new Promise<never>((_, reject) => {
        late.addEventListener('abort', () => reject(new Error(`no "${what}" within ${deadlineMs} ms, but: ${text}`)))
      })
      while (!text.includes(what)) {
        const { done, value } = await Promise.race([reader.read(), deadline])
        if (done) return text
        text += decoder.decode(value, { stream: true })
      }
      return text
    },
    async ended(deadlineMs: number): Promise<string> {
      const late = AbortSignal.timeout(deadlineMs)
      const deadline = new Promise<never>((_, reject) => {
        late.addEventListener('abort', () => reject(new Error(`still open after ${deadlineMs} ms`)))
      })
      for (;;) {
        const { done, value } = await Promise.race([reader.read(), deadline])
        if (done) return text
        text += decoder.decode(value, { stream: true })
      }
    },
    leave: () => reader.cancel(),
  }
}

const open = async (name: Parameters<House['as']>[0]) => following(await (await house.as(name)).fetch('/live'))

test('nobody has no live stream', async () => {
  const refused = await house.nobody().fetch('/live')
  expect(refused.status).toBe(401)
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
})

test('a notice of a client reaches whom it is granted, and nobody else', async () => {
  const sam = await open('sam')
  const ana = await open('ana')
  const notifier = createNotifier({ database: house.t.database, now: house.now })
  notifier.tell({ tenantId: cast.harbor, kind: 'batch', batch: 41 })
  notifier.tell({ tenantId: cast.rivers, kind: 'batch', batch: 7 })
  expect(await sam.until('notice', 5_000)).toContain(
    `data: {"tenantId":"${cast.harbor}","tenant":"harbor-table","kind":"batch","batch":41}`,
  )
  const anas = await ana.until('notice', 5_000)
  expect(anas).toContain('"tenant":"clean-rivers"')
  expect(anas).not.toContain(cast.harbor)
  const metrics = await (await house.nobody().fetch('/metrics')).text()
  expect(metrics).toContain('throughline_batches_total 2')
  expect(metrics).toContain('throughline_live_streams 2')
  await notifier.close()
  await sam.leave()
  await ana.leave()
})

test('a grant removed ends the stream within a second', async () => {
  const [olive, sam, vera] = [await house.as('olive'), await open('sam'), await open('vera')]
  const removed = await olive.mutate('members.remove', { tenant: 'harbor-table', userId: cast.sam })
  expect(removed.status).toBe(200)
  expect(await sam.ended(1_000)).toContain('event: ended')
  // Whoever kept theirs goes on hearing.
  const notifier = createNotifier({ database: house.t.database, now: house.now })
  notifier.tell({ tenantId: cast.harbor, kind: 'batch', batch: 42 })
  expect(await vera.until('"batch":42', 5_000)).not.toContain('ended')
  await notifier.close()
  await vera.leave()
})

test('a grant that vanished without a word ends the stream within a second too', async () => {
  const ana = await open('ana')
  await house.t.superuser`delete from tenant_grant where user_id = ${cast.ana}`
  expect(await ana.ended(1_000)).toContain('grants_changed')
})

test('signing out ends the person’s stream within a second', async () => {
  const carla = await house.as('carla')
  const stream = following(await carla.fetch('/live'))
  await carla.mutate('session.signOut')
  expect(await stream.ended(1_000)).toContain('signed_out')
})

test('a person has at most eight streams, and may open one again when one is gone', async () => {
  const streams = []
  for (let n = 0; n < 8; n += 1) streams.push(await open('olive'))
  const refused = await (await house.as('olive')).fetch('/live')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  await streams[0]?.leave()
  streams.push(await open('olive'))
  await Promise.all(streams.map((each) => each.leave()))
})

test('the server going down says so', async () => {
  const otto = await open('otto')
  await house.api.close()
  expect(await otto.ended(1_000)).toContain('server_closing')
  expect((await house.nobody().fetch('/readyz')).status).toBe(503)
})
