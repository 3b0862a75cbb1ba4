import { ok, strictEqual } from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { ingestKey } from './ingest-key.ts'
import { oddRequest, type OddRequest } from './odd-request.ts'
import type { Product } from './product.ts'
import { eventMaker } from './some-events.ts'

export interface EventRequestsStory {
  seed: number
  requests: number
  senders: number
}

interface Answer {
  status: number
  accepted: number
}

/**
 * Generated requests of events, good and bad, to two clients at once. None may be answered 5xx, the good ones are taken, every event
 * that was answered accepted is there, with the client whose key sent it, and no other.
 */
export async function eventRequestsStory(
  product: Product,
  { seed, requests, senders }: EventRequestsStory,
  say: (line: string) => void,
): Promise<void> {
  const chance = mulberry(seed)
  const clients = [await ingestKey(product, 0), await ingestKey(product, 1)]
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  const make = eventMaker(chance, 500)
  const before = await Promise.all(clients.map(({ tenantId }) => stored(product, tenantId)))
  const accepted = [0, 0]
  const statuses = new Map<number, number>()
  let next = 0
  let taken = 0
  const sender = async () => {
    for (let i = next++; i < requests; i = next++) {
      const of = i % 2
      const client = clients[of]
      if (!client) return
      const odd = oddRequest(make, chance)
      const answer = await post(agent, client, odd)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      accepted[of] = (accepted[of] ?? 0) + answer.accepted
      if (answer.status < 300) taken++
      ok(answer.status < 500, `seed ${seed}, request ${i}: ${answer.status}`)
      if (odd.wanted === 'taken') strictEqual(answer.status, 200, `seed ${seed}, request ${i}`)
      if (odd.wanted === 'any 4xx') ok(answer.status >= 400, `seed ${seed}, request ${i}: ${answer.status}`)
    }
  }
  await Promise.all(Array.from({ length: senders }, sender))
  agent.destroy()
  const after = await Promise.all(clients.map(({ tenantId }) => stored(product, tenantId)))
  for (const [of, n] of accepted.entries()) strictEqual((after[of] ?? 0) - (before[of] ?? 0), n, 'accepted and there')
  ok(taken / requests >= 0.3, `${taken} of ${requests} were taken`)
  say(
    `seed ${seed}: ${requests} requests, ${taken} taken, ${[...statuses].map(([status, n]) => `${status} × ${n}`).join(', ')}`,
  )
}

async function stored(product: Product, tenantId: string): Promise<number> {
  const rows = await product.look<{ n: number }>(
    `select count(*)::int as n from event where tenant_id = '${tenantId}' and source in (1, 2)`,
  )
  return rows[0]?.n ?? 0
}

function post(
  agent: Agent,
  { url, key }: { url: string; key: string },
  { headers, body }: OddRequest,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, authorization: `Bearer ${key}`, 'content-length': body.length } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const said = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { accepted?: number }
          resolve({ status: answer.statusCode ?? 0, accepted: said.accepted ?? 0 })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Uniform numbers from a seed (mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
