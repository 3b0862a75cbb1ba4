import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { percentile, type Case, type Measured } from '../measure.ts'
import { entityOf, notice, type Notice } from '../notices.ts'
import { startProduct, type DemoConnection } from '../product.ts'

const perSecond = 1_000
const seconds = 60
const everyMs = 10

/** A burst at one client's webhook, sent on time whether or not answers come, with the product and the sender on the same cores. */
export const bench: Case = {
  name: 'Webhooks, 1,000 a second for a minute',
  async run(say) {
    const product = await startProduct()
    try {
      const connection = await product.connection()
      const notices = Array.from({ length: perSecond * seconds }, (_, n) => notice(n, entityOf(connection)))
      const began = performance.now()
      const { times, statuses } = await sendOnTime(connection, notices)
      const sentMs = performance.now() - began
      const counted = await whenCounted(product, notices.length)
      const countedMs = performance.now() - began
      const accepted = statuses.filter((status) => status === 200).length
      say(`${accepted} of ${notices.length} accepted, ${counted.n} counted`)
      const cents = notices.reduce((sum, { minor }, n) => (statuses[n] === 200 ? sum + minor : sum), 0)
      const measured: Measured[] = [
        { name: 'accepted', value: accepted, unit: `of ${notices.length}`, aim: 'all' },
        { name: 'accepted per second', value: accepted / (sentMs / 1000), unit: '/s', aim: '1,000' },
        { name: 'answer, p50', value: percentile(times, 0.5), unit: 'ms' },
        { name: 'answer, p95', value: percentile(times, 0.95), unit: 'ms' },
        { name: 'answer, p99', value: percentile(times, 0.99), unit: 'ms' },
        {
          name: 'counted',
          value: counted.n,
          unit: 'gifts',
          note: counted.minor === cents ? 'to the cent' : `off by ${counted.minor - cents} cents`,
        },
        { name: 'last one counted after the last was sent', value: (countedMs - sentMs) / 1000, unit: 's' },
      ]
      return measured
    } finally {
      await product.stop()
    }
  },
}

async function sendOnTime(
  connection: DemoConnection,
  notices: readonly Notice[],
): Promise<{ times: number[]; statuses: number[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const times: number[] = []
  const statuses: number[] = []
  const answers: Promise<void>[] = []
  const began = performance.now()
  for (let n = 0; n < notices.length;) {
    const due = Math.min(notices.length, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1)
    for (; n < due; n++) {
      const [at, each, sent] = [n, notices[n], performance.now()]
      if (!each) continue
      answers.push(
        send(agent, connection, each).then((status) => {
          statuses[at] = status
          times.push(performance.now() - sent)
        }),
      )
    }
    await pause(everyMs)
  }
  await Promise.all(answers)
  agent.destroy()
  return { times, statuses }
}

function send(agent: Agent, connection: DemoConnection, { body }: Notice): Promise<number> {
  const door = connection.webhooks.find(({ kind }) => kind === 'contribution')
  return new Promise((resolve) => {
    const asked = request(
      door?.url ?? '',
      {
        agent,
        method: 'POST',
        auth: `${door?.username}:${door?.password}`,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      },
    )
    asked.on('error', () => resolve(0))
    asked.end(body)
  })
}

async function whenCounted(
  product: Awaited<ReturnType<typeof startProduct>>,
  wanted: number,
): Promise<{ n: number; minor: number }> {
  const until = Date.now() + 300_000
  for (;;) {
    const [row] = await product.look<{ n: string; minor: string }>(
      `select count(*)::text as n, coalesce(sum((value #>> '{amount,minor}')::bigint), 0)::text as minor from fact where kind = 'conversion' and source_key ~ '^9[0-9]{8}$' and version = 1`,
    )
    const [inbox] = await product.look<{ waiting: string }>(
      'select count(*)::text as waiting from inbox where processed_at is null',
    )
    if (inbox?.waiting === '0' || Number(row?.n) >= wanted || Date.now() > until)
      return { n: Number(row?.n), minor: Number(row?.minor) }
    await pause(250)
  }
}
