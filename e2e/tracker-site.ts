import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { bundle, type BundleFile } from '../packages/tracker/bundles.ts'

const examples = path.join(import.meta.dirname, '../packages/tracker/examples')

/** An event as it came over the wire. */
export interface Heard {
  event_id: string
  event_type: string
  timestamp: string
  user_id?: string
  anonymous_id: string
  session_id: string
  properties: Record<string, unknown>
  context: {
    page?: { url: string; path?: string; title?: string }
    utm?: Record<string, string>
    click_ids?: Record<string, string>
    refcode?: string
    consent?: { purposes?: Record<string, boolean> }
  }
}

/** One request to the events' address. */
export interface Request {
  /** The server's own clock, milliseconds. */
  at: number
  via: 'fetch' | 'beacon'
  key: string | undefined
  sentAt: number
  bytes: number
  events: Heard[]
}

/** A donation site with the tracker in it. */
export interface Site {
  readonly url: string
  stop(): Promise<void>
}

/** Serves the example pages from an origin of their own, with the key and the address of the events as they are by then. */
export async function serveExamples(of: { key: string; endpoint: string }): Promise<Site> {
  const scripts: Record<string, string> = {}
  for (const file of ['tracker.js', 'tracker.script.js'] satisfies BundleFile[])
    scripts[`/${file}`] = await bundle(file)
  return listen(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const script = scripts[pathname]
    if (script !== undefined) return void response.setHeader('content-type', 'text/javascript').end(script)
    const page = await readFile(path.join(examples, path.basename(pathname)), 'utf8').catch(() => undefined)
    if (page === undefined) return void response.writeHead(404).end()
    response
      .setHeader('content-type', 'text/html')
      .end(page.replaceAll('KEY', of.key).replaceAll('ENDPOINT', of.endpoint))
  })
}

/** Stands in for `POST /v1/events` on an origin of its own: records every request, knows events by their ids. */
export async function recordEvents() {
  const requests: Request[] = []
  const taken = new Map<string, Heard>()
  const luck: (number | 'none')[] = []
  const server = await listen(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-expose-headers', 'retry-after')
    if (request.method === 'OPTIONS')
      return void response
        .writeHead(204, {
          'access-control-allow-headers': 'authorization, content-type',
          'access-control-allow-methods': 'POST',
        })
        .end()
    const text = await textOf(request)
    const how = luck.shift() ?? 200
    if (how === 'none') return void request.socket.destroy()
    const { sent_at, events } = JSON.parse(text) as { sent_at: string; events: Heard[] }
    const inQuery = new URL(request.url ?? '', 'http://events').searchParams.get('key') ?? undefined
    requests.push({
      at: Date.now(),
      via: inQuery ? 'beacon' : 'fetch',
      key: inQuery ?? request.headers.authorization?.replace('Bearer ', ''),
      sentAt: Date.parse(sent_at),
      bytes: Buffer.byteLength(text),
      events,
    })
    if (how !== 200) return void response.writeHead(how, { 'retry-after': '120' }).end()
    const results = events.map((event, index) => {
      const status = taken.has(event.event_id) ? 'duplicate' : 'accepted'
      if (status === 'accepted') taken.set(event.event_id, event)
      return { index, event_id: event.event_id, status }
    })
    const duplicates = results.filter(({ status }) => status === 'duplicate').length
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ accepted: events.length - duplicates, duplicates, rejected: 0, results }))
  })
  return {
    ...server,
    url: `${server.url}/v1/events`,
    requests,
    /** Every event that was taken, once, in order. */
    events: () => [...taken.values()],
    named: (name: string) => [...taken.values()].filter(({ properties }) => properties['name'] === name),
    /** How the next requests are treated, by status; `none`: nobody answers. */
    luck,
  }
}

export type Recorder = Awaited<ReturnType<typeof recordEvents>>

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<Site> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
