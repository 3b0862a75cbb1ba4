import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as kit from '../packages/connector-kit/src/index.ts'
import { connectors } from '../packages/connectors/registry.generated.ts'
import type { ReadDeps } from '../packages/core/src/connections/index.ts'
import { runNudge, tick, type Nudge, type Queue } from '../packages/core/src/jobs/index.ts'
import { createMailer } from '../packages/core/src/mail/index.ts'
import { createSecrets, masterKeyFrom } from '../packages/core/src/secrets/index.ts'
import { createDoor, openDatabase } from '../packages/db/src/index.ts'
import { attributionThreads } from '../packages/core/src/attribution/index.ts'
import { createHandlers } from '../apps/worker/src/handlers.ts'
import type { ChildInput } from './sync-story.ts'

/**
 * A worker that reads everything there is to read and ends. Its queue is in memory, so that a kill loses every nudge: what was
 * under way is found again in the database alone. Time stands still while it works and jumps to the next thing to do.
 */
const input = JSON.parse(process.env['SYNC_STORY'] ?? '{}') as ChildInput
let at = input.now
let tenant = ''
const now = () => new Date(at)
const waiting: { nudge: Nudge; at: number }[] = []
const queue: Queue = {
  add: async (nudge, options = {}) => {
    const same = (each: Nudge) => each.tenantId === nudge.tenantId && each.kind === nudge.kind && each.ref === nudge.ref
    const there = waiting.find((each) => same(each.nudge))
    if (!there) waiting.push({ nudge, at: options.at?.getTime() ?? at })
    else if (!options.ifNone) Object.assign(there, { nudge, ...(options.at ? { at: options.at.getTime() } : {}) })
  },
}

/** The outside world is in the other process, which must know what time it is here. */
async function fetchOutside(request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.set('x-outside-url', request.url)
  headers.set('x-outside-tenant', tenant)
  headers.set('x-outside-now', String(at))
  const body = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined
  return fetch(input.outside, {
    method: request.method === 'GET' ? 'POST' : request.method,
    headers: withMethod(headers, request.method),
    ...(body ? { body } : {}),
    signal: request.signal,
  })
}
const withMethod = (headers: Headers, method: string): Headers => {
  headers.set('x-outside-method', method)
  return headers
}

const database = await openDatabase({ app: input.appUrl })
const deps: ReadDeps = {
  door: createDoor(database, now),
  secrets: createSecrets(masterKeyFrom(new Uint8Array(32).fill(5))),
  connectors,
  apps: (id) => input.apps[id],
  kit,
  queue,
  notifier: { tell: () => {} },
  now,
  newId: randomUUIDv7,
  around: {
    fetch: fetchOutside,
    now,
    random: () => 0.5,
    sleep: async (ms) => void (at += ms),
    spoolDir: input.spoolDir || mkdtempSync(path.join(tmpdir(), 'sync-')),
  },
  states: new kit.HttpStates(),
}
const handlers = createHandlers({
  ...{ ...deps, threads: attributionThreads(1), rules: [], publicUrl: 'https://app.example', random: () => 0.5 },
  mailer: createMailer({ database, secrets: deps.secrets, now }),
  postWebhook: () => Promise.reject(new Error('nobody is told')),
})
for (const { tenantId, connectionId } of input.readAgain)
  await queue.add({ tenantId, kind: 'read-connection', ref: connectionId, attempt: 0 })

const startMb = process.memoryUsage().rss / 2 ** 20
const began = performance.now()
const lookEveryMs = 1_000
for (let looked = -Infinity; ;) {
  if (at - looked >= lookEveryMs || waiting.length === 0) {
    await tick({ database, queue, now })
    looked = at
  }
  const [next] = waiting.sort((a, b) => a.at - b.at)
  if (!next) break
  at = Math.max(at, next.at)
  waiting.splice(waiting.indexOf(next), 1)
  tenant = next.nudge.tenantId
  await runNudge(
    {
      door: deps.door,
      queue,
      handlers,
      now,
      random: () => 0.5,
      newId: randomUUIDv7,
      failed: (_, error) => console.error(next.nudge.kind, error),
    },
    next.nudge,
    new AbortController().signal,
  )
  // A slice has a second of the house's time; here that is as long as it takes.
  at += 1
}
const peakMb = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ idleAt: at, ms: performance.now() - began, startMb, peakMb }))
await database.close()
