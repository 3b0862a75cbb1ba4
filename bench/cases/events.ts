import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { ingestKey } from '../ingest-key.ts'
import { percentile, type Case, type Measured } from '../measure.ts'
import { startProduct, type Product } from '../product.ts'
import { eventMaker } from '../some-events.ts'

const batch = 500
const batches = 400
const senders = 4
const steadyPerSecond = 10_000
const steadySeconds = 20
const steadyBatch = 200
const people = 20_000

interface Target {
  url: string
  key: string
  agent: Agent
}

/** Events through HTTP, the whole path, with product, database and sender on the same cores; and COPY of the same rows beside it. */
export const bench: Case = {
  name: 'Events through HTTP',
  async run(say) {
    process.env['THROUGHLINE_EVENTS_PER_SECOND'] = '1000000'
    const product = await startProduct()
    try {
      const agent = new Agent({ keepAlive: true, maxSockets: 64 })
      const { key, url } = await ingestKey(product)
      const target = { url, key, agent }
      const make = eventMaker(Math.random, people)
      const bodies = (n: number, size: number) =>
        Array.from({ length: n }, () => Buffer.from(JSON.stringify(Array.from({ length: size }, make))))
      // People and names are met once; then it is as it is on any day.
      await flood(target, bodies(60, batch))
      const rss = await residentMb(product)
      const full = await flood(target, bodies(batches, batch))
      say(`${Math.round(full.perSecond)} events/s in batches of ${batch}`)
      const copied = await copyPerSecond(product)
      say(`${Math.round(copied)} rows/s by COPY into event and event_key, ${batch} a transaction`)
      const steady = await onTime(target, bodies((steadyPerSecond * steadySeconds) / steadyBatch, steadyBatch))
      const after = await residentMb(product)
      const measured: Measured[] = [
        {
          name: `events/s, batches of ${batch}, ${senders} senders`,
          value: full.perSecond,
          unit: '/s',
          aim: '≥ 20,000',
        },
        { name: 'answer at that, p95', value: percentile(full.times, 0.95), unit: 'ms' },
        { name: 'COPY into event and event_key, 500 a transaction', value: copied, unit: '/s' },
        { name: 'ratio to it', value: full.perSecond / copied, unit: '', aim: '≥ 0.6' },
        {
          name: `answer at ${steadyPerSecond}/s in batches of ${steadyBatch}, p50`,
          value: percentile(steady.times, 0.5),
          unit: 'ms',
        },
        {
          name: `answer at ${steadyPerSecond}/s in batches of ${steadyBatch}, p95`,
          value: percentile(steady.times, 0.95),
          unit: 'ms',
          aim: '< 50',
          note: steady.refused > 0 ? `${steady.refused} refused` : 'none refused',
        },
        { name: 'memory before and after', value: after - rss, unit: 'MB more', note: `${rss} → ${after} MB` },
      ]
      agent.destroy()
      return measured
    } finally {
      await product.stop()
    }
  },
}

/** Posts one body; answers how long it took and its status. */
function post({ url, key, agent }: Target, body: Buffer): Promise<{ ms: number; status: number }> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': body.length },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve({ ms: performance.now() - began, status: answer.statusCode ?? 0 }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** As fast as they are answered. */
async function flood(target: Target, bodies: readonly Buffer[]): Promise<{ perSecond: number; times: number[] }> {
  const times: number[] = []
  let next = 0
  const began = performance.now()
  const sender = async () => {
    for (let i = next++; i < bodies.length; i = next++) {
      const { ms, status } = await post(target, bodies[i] ?? Buffer.alloc(0))
      if (status !== 200) throw new Error(`answered ${status}`)
      times.push(ms)
    }
  }
  await Promise.all(Array.from({ length: senders }, sender))
  return { perSecond: (bodies.length * batch) / ((performance.now() - began) / 1000), times }
}

/** At their rate, whether or not answers come. */
async function onTime(target: Target, bodies: readonly Buffer[]): Promise<{ times: number[]; refused: number }> {
  const times: number[] = []
  let refused = 0
  const answers: Promise<void>[] = []
  const began = performance.now()
  const gapMs = 1000 / (steadyPerSecond / steadyBatch)
  for (const [i, body] of bodies.entries()) {
    const wait = began + i * gapMs - performance.now()
    if (wait > 1) await pause(wait)
    answers.push(
      post(target, body).then(({ ms, status }) => {
        times.push(ms)
        if (status !== 200) refused++
      }),
    )
  }
  await Promise.all(answers)
  return { times, refused }
}

/** Rows a second by COPY, as the owner, past every policy: the same columns into tables with the same indexes. */
async function copyPerSecond(product: Product): Promise<number> {
  const rounds = 200
  return product.inDatabase(async (sql) => {
    const [tenant] = await sql<{ tenant_id: string }[]>`select tenant_id from tenant limit 1`
    await sql`create table copied_event (like event including indexes)`
    await sql`create table copied_key (like event_key including indexes)`
    const row = (id: string, i: number) =>
      `${tenant?.tenant_id}\t${id}\t2026-11-20T15:00:00Z\t2026-11-20T15:00:00Z\t${i}\t\\N\t2026-11-20\t${i % people}\t${i % 100}\t${i % 500}\t9\t3\t1\t1\t1\t0\t{"$session":"session-${i}","$context":{"platform":"iOS","app_version":"3.1.0"}}\n`
    const chunks = Array.from({ length: rounds }, (_, round) => {
      const idsOf = Array.from({ length: batch }, () => randomUUID())
      return {
        events: idsOf.map((id, i) => row(id, round * batch + i)).join(''),
        keys: idsOf.map((id) => `${tenant?.tenant_id}\t${id}\t2026-11-20T15:00:00Z\n`).join(''),
      }
    })
    const began = performance.now()
    for (const { events, keys } of chunks)
      await sql.begin(async (tx) => {
        const into = async (query: Promise<NodeJS.WritableStream>, text: string) => {
          const stream = await query
          await new Promise<void>((resolve, reject) => {
            stream.on('error', reject)
            stream.on('finish', resolve)
            stream.end(text)
          })
        }
        await into(tx`copy copied_event from stdin`.writable(), events)
        await into(tx`copy copied_key from stdin`.writable(), keys)
      })
    const perSecond = (rounds * batch) / ((performance.now() - began) / 1000)
    await sql`drop table copied_event, copied_key`
    return perSecond
  })
}

/** What the product's process holds, in MB, by its own measurements. */
async function residentMb(product: Product): Promise<number> {
  const { baseUrl } = await product.demo()
  const text = await (await fetch(`${baseUrl}/metrics`)).text()
  const [, bytes] = /^process_resident_memory_bytes (\S+)/m.exec(text) ?? []
  return Math.round(Number(bytes ?? Number.NaN) / 2 ** 20)
}
