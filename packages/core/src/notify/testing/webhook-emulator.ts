import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the other side answers the next time; `break` hangs up after it has read, `slow` never answers. */
type Behaviour = number | { status: number; headers: Record<string, string> } | 'break' | 'slow'

export interface WebhookEmulator {
  address: string
  /** Bodies that were answered with a success, in order. */
  taken: Record<string, unknown>[]
  /** Everything that was asked, also what went wrong. */
  asked: { path: string; body: Record<string, unknown> }[]
  /** What comes next, one after the other; then what is right. */
  next: Behaviour[]
  close(): Promise<void>
}

/**
 * A chat or a pager over real HTTP on this machine. `slack` wants a `text` and says `ok`; `pagerduty` wants an event of the Events API
 * v2, answers 202, and refuses what has not the fields that the real one insists on.
 */
export async function webhookEmulator(kind: 'slack' | 'pagerduty'): Promise<WebhookEmulator> {
  const it: Pick<WebhookEmulator, 'taken' | 'asked' | 'next'> = { taken: [], asked: [], next: [] }
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
      it.asked.push({ path: request.url ?? '', body })
      const behaviour = it.next.shift()
      if (behaviour === 'break') return void request.socket.destroy()
      if (behaviour === 'slow') return
      if (behaviour !== undefined) {
        const { status, headers } = typeof behaviour === 'number' ? { status: behaviour, headers: {} } : behaviour
        return void response.writeHead(status, headers).end('trouble')
      }
      const wrong = kind === 'slack' ? wrongForSlack(body) : wrongForPagerDuty(body)
      if (wrong !== undefined) return void response.writeHead(400).end(wrong)
      it.taken.push(body)
      response.writeHead(kind === 'slack' ? 200 : 202).end(kind === 'slack' ? 'ok' : '{"status":"success"}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...it,
    address: `http://127.0.0.1:${port}/hook`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const wrongForSlack = ({ text }: Record<string, unknown>) =>
  typeof text === 'string' && text !== '' ? undefined : 'no_text'

function wrongForPagerDuty(body: Record<string, unknown>): string | undefined {
  const { routing_key: key, event_action: action, dedup_key: dedup, payload } = body
  if (typeof key !== 'string' || key.length !== 32) return 'invalid routing key'
  if (!['trigger', 'acknowledge', 'resolve'].includes(String(action))) return 'invalid action'
  if (action !== 'trigger') return typeof dedup === 'string' ? undefined : 'no dedup key'
  const { summary, source, severity } = (payload ?? {}) as Record<string, unknown>
  if (typeof summary !== 'string' || typeof source !== 'string') return 'no payload'
  return ['critical', 'error', 'warning', 'info'].includes(String(severity)) ? undefined : 'invalid severity'
}
