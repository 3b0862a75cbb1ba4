import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { entityOf, notice, post } from './notices.ts'
import { startProduct } from './product.ts'

export interface KillStory {
  webhooks: number
  kills: number
  /** Senders at once, each sending again what was not answered 2xx. */
  senders: number
}

/**
 * Gifts are posted while the server is killed with `kill -9` and started again. Every one that was answered 2xx must be counted
 * exactly once, whatever was sent twice because its answer was lost, and the ledger must agree with its facts.
 */
export async function killStory({ webhooks, kills, senders }: KillStory, say: (line: string) => void): Promise<void> {
  const product = await startProduct()
  try {
    const connection = await product.connection()
    const notices = Array.from({ length: webhooks }, (_, n) => notice(n, entityOf(connection)))
    let next = 0
    let acknowledged = 0
    let retried = 0
    const send = async () => {
      for (let n = next++; n < notices.length; n = next++) {
        const each = notices[n]
        if (!each) return
        while (!(await accepted(() => post(connection, each)))) {
          retried++
          await pause(50)
        }
        acknowledged++
      }
    }
    const sending = Promise.all(Array.from({ length: senders }, send))
    for (let kill = 1; kill <= kills; kill++) {
      while (acknowledged < (webhooks * kill) / (kills + 1)) await pause(5)
      await product.crashAndStart()
      say(`killed ${kill} of ${kills}, ${acknowledged} answered, ${retried} sent again`)
    }
    await sending
    const wanted = new Map(notices.map(({ key, minor }) => [key, minor]))
    const counted = await settled(product, wanted.size)
    strictEqual(counted.length, wanted.size, 'each gift once')
    deepStrictEqual(new Map(counted.map(({ key, minor }) => [key, Number(minor)])), wanted)
    const check = await product.run(['rebuild', '--check'])
    strictEqual(check.code, 0, check.said)
    say(`${webhooks} gifts counted once each; rebuild --check agrees`)
  } finally {
    await product.stop()
  }
}

async function accepted(attempt: () => Promise<number>): Promise<boolean> {
  try {
    const status = await attempt()
    return status >= 200 && status < 300
  } catch {
    return false
  }
}

/** All versions of the facts of our gifts, once the inbox is empty. */
async function settled(
  product: Awaited<ReturnType<typeof startProduct>>,
  wanted: number,
): Promise<{ key: string; minor: string }[]> {
  const until = Date.now() + 120_000
  for (;;) {
    const rows = await product.look<{ key: string; minor: string }>(
      `select source_key as key, value #>> '{amount,minor}' as minor from fact where kind = 'conversion' and source_key ~ '^9[0-9]{8}$' order by 1`,
    )
    const [inbox] = await product.look<{ waiting: string }>(
      'select count(*)::text as waiting from inbox where processed_at is null',
    )
    if ((rows.length >= wanted && inbox?.waiting === '0') || Date.now() > until) return rows
    await pause(200)
  }
}
