import { strictEqual } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { ingestKey } from './ingest-key.ts'
import { startProduct } from './product.ts'
import { eventMaker } from './some-events.ts'

export interface EventKillStory {
  kills: number
  /** Batches that are answered between two kills, at least. */
  batchesAKill: number
  batch: number
  senders: number
}

/**
 * Batches of events are posted while the server is killed with `kill -9` and started again; what was not answered is sent again.
 * Afterwards every event that was answered is there once, counts and strips agree, and none is there twice.
 */
export async function eventKillStory(
  { kills, batchesAKill, batch, senders }: EventKillStory,
  say: (line: string) => void,
): Promise<void> {
  const product = await startProduct()
  try {
    const { key, url, tenantId } = await ingestKey(product)
    const make = eventMaker(Math.random, 2_000)
    const answered = new Set<string>()
    let [done, retried, stop] = [0, 0, false]
    const post = async (body: string): Promise<boolean> => {
      try {
        const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
        return (await fetch(url, { method: 'POST', headers, body })).status === 200
      } catch {
        return false
      }
    }
    const sender = async () => {
      while (!stop) {
        const events = Array.from({ length: batch }, make)
        const body = JSON.stringify(events)
        while (!(await post(body))) {
          retried++
          await pause(20)
        }
        for (const { event_id } of events) answered.add(String(event_id))
        done++
      }
    }
    const sending = Promise.all(Array.from({ length: senders }, sender))
    for (let kill = 1; kill <= kills; kill++) {
      const until = done + batchesAKill
      while (done < until) await pause(5)
      await product.crashAndStart()
      say(`killed ${kill} of ${kills}, ${done} batches answered, ${retried} sent again`)
    }
    const until = done + batchesAKill
    while (done < until) await pause(5)
    stop = true
    await sending
    // System events of our own name no channel: what was sent names its source.
    const rows = await product.look<{ id: string }>(
      `select event_id as id from event where tenant_id = '${tenantId}' and source = 1`,
    )
    strictEqual(new Set(rows.map(({ id }) => id)).size, rows.length, 'none twice')
    strictEqual(rows.length, answered.size, 'each that was answered, and no other')
    for (const { id } of rows) strictEqual(answered.has(id), true, `${id} was answered`)
    const check = await product.run(['rebuild', '--check'])
    strictEqual(check.code, 0, check.said)
    say(`${rows.length} events once each after ${kills} kills; counts and strips agree`)
  } finally {
    await product.stop()
  }
}
