import { deepStrictEqual } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDrive, fakeClock, runAll, type Fault } from '../packages/connector-kit/src/testing/index.ts'
import { connectors } from '../packages/connectors/registry.generated.ts'
import { contentHashOf } from '../packages/core/src/ledger/sift.ts'
import { authenticateJob } from '../packages/db/src/index.ts'
import { cast, plantCast } from '../packages/db/src/testing/index.ts'
import { openBareHouse } from './bare-house.ts'
import { connectOutside, readAsked, storySecrets, type Outside } from './outside.ts'

/** What the worker process is told. */
export interface ChildInput {
  appUrl: string
  outside: string
  now: number
  apps: Record<string, unknown>
  spoolDir: string
  readAgain: { tenantId: string; connectionId: string }[]
}

export interface SyncStory {
  seed: number
  /** Ids of connectors; all there are where unsaid. */
  connectors?: string[]
  kills: number
  /** Share of requests that meet a fault. */
  faults: number
}

const start = Date.parse('2026-11-15T17:00:00.000Z')
const faultsMet: Fault[] = [
  { type: 'status', status: 500 },
  { type: 'status', status: 503 },
  { type: 'status', status: 429, retryAfter: '2' },
  { type: 'network' },
]
/** Requests between two kills, at most. */
const requestsBetween = 25

/**
 * Several clients' connections to every emulated source are read while the worker is killed with `kill -9`, in the middle of
 * requests and between and during its writes, and while a share of all requests fails. At the end every stream of every client must
 * hold what the source holds: the same keys with the same content, nothing more, nothing set aside.
 */
export async function syncStory(
  { seed, kills, faults, ...story }: SyncStory,
  say: (line: string) => void,
): Promise<void> {
  const random = seeded(seed)
  const clock = fakeClock(new Date(start))
  const house = await openBareHouse()
  const spoolDir = await mkdtemp(path.join(tmpdir(), 'sync-story-'))
  const secrets = storySecrets()
  const outsides: Outside[] = []
  const apps: Record<string, unknown> = {}
  let calm = false
  let requests = 0
  const onRequest: (() => void)[] = []
  const server = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1
    for (const heard of onRequest) heard()
    const { tenantId: asker, now: said, url, meant } = await readAsked(request)
    if (said > clock.now().getTime()) clock.advance(said - clock.now().getTime())
    const mine = outsides.filter(({ tenantId }) => tenantId === asker)
    const ask = (to: Outside) => to.emulator.fetch(meant())
    const home = mine.find(({ origin }) => new URL(url).origin === origin)
    try {
      if (home && !calm && random() < faults)
        home.emulator.faults.next(faultsMet[Math.floor(random() * faultsMet.length)] ?? { type: 'network' })
      let given = home ? await ask(home) : undefined
      // A download's store: whoever knows the link.
      for (const each of home ? [] : mine) {
        given = await ask(each)
        if (given.ok) break
      }
      if (!given) throw new TypeError('nobody is there')
      const body = Buffer.from(await given.arrayBuffer())
      response.writeHead(given.status, Object.fromEntries(given.headers))
      response.end(body)
    } catch {
      request.socket.destroy()
    }
  }

  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await plantCast(house.superuser)
    const ids = story.connectors ?? Object.keys(connectors)
    for (const tenantId of [cast.harbor, cast.prairie])
      for (const id of ids) outsides.push(await connectTo(tenantId, id))
    const readAgain = outsides.map(({ tenantId, connectionId }) => ({ tenantId, connectionId }))
    let again: ChildInput['readAgain'] = []
    const child = () => {
      const { port } = server.address() as AddressInfo
      const input: ChildInput = {
        ...{ appUrl: house.appUrl, outside: `http://127.0.0.1:${port}`, now: clock.now().getTime(), apps, spoolDir },
        readAgain: again,
      }
      again = []
      const file = path.join(import.meta.dirname, 'sync-child.ts')
      const process_ = spawn(process.execPath, [file], {
        env: { ...process.env, SYNC_STORY: JSON.stringify(input) },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let told = ''
      process_.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
      const idle: Promise<number> = new Promise((resolve, reject) => {
        let out = ''
        process_.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
        process_.on('exit', (code, signal) => {
          if (signal === 'SIGKILL') resolve(0)
          else if (code === 0) resolve((JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as { idleAt: number }).idleAt)
          else reject(new Error(`seed ${seed}: the worker ended with ${code}: ${told.slice(-2_000)}`))
        })
      })
      return { kill: () => process_.kill('SIGKILL'), idle, told: () => told }
    }

    for (let kill = 1; kill <= kills; kill += 1) {
      const worker = child()
      const after = requests + 1 + Math.floor(random() * requestsBetween)
      const wait = Math.floor(random() * 40)
      // Some kills fall into the request itself, the others into what the worker makes of its answer.
      const struck = () => {
        if (requests >= after) setTimeout(worker.kill, wait)
      }
      onRequest.push(struck)
      const idleAt = await worker.idle
      onRequest.splice(onRequest.indexOf(struck), 1)
      if (idleAt > 0) {
        // All was read before the blow fell: there is more to read now.
        clock.advance(Math.max(0, idleAt - clock.now().getTime()) + 3_600_000)
        for (const { connector, emulator } of outsides)
          for (const [name, stream] of Object.entries(connector.streams))
            if (stream.read && emulator.rows()[name]) emulator.addLateRow(name)
        again = readAgain
      }
      if (kill % 10 === 0) say(`seed ${seed}: killed ${kill} of ${kills}, ${requests} requests`)
    }
    calm = true
    for (const { emulator } of outsides) emulator.faults.clear()
    for (let round = 0; round < 2; round += 1) {
      const last = child()
      const idleAt = await last.idle
      clock.advance(Math.max(0, idleAt - clock.now().getTime()) + 3_600_000)
      again = readAgain
    }
    for (const outside of outsides) await compare(outside)
    say(
      `seed ${seed}: ${outsides.length} connections hold what their sources hold, after ${kills} kills and ${requests} requests`,
    )
  } finally {
    server.closeAllConnections()
    server.close()
    await house.close()
    await rm(spoolDir, { recursive: true, force: true })
  }

  async function connectTo(tenantId: string, id: string): Promise<Outside> {
    const outside = await connectOutside(house, {
      ...{ tenantId, id },
      options: { clock, random: seeded(seed + outsides.length) },
    })
    if (outside.emulator.app) apps[id] = outside.emulator.app.good
    return outside
  }

  /** What a reading without kills and faults finds, beside what is kept. */
  async function compare({ tenantId, connectionId, connector, emulator }: Outside): Promise<void> {
    const drive = createDrive(connector, emulator, clock)
    await runAll(drive)
    await rm(drive.around.spoolDir, { recursive: true, force: true })
    const where = `seed ${seed}: ${connector.id} of ${tenantId}`
    await house.door.withTenant(authenticateJob(tenantId, 'sync-story'), tenantId, async (inside) => {
      const keyring = await secrets.forTenant(inside, clock.now())
      const wanted = [...drive.store.rows.values()].map((row) => [row.stream, row.key, contentHashOf(row, keyring)])
      const kept = await house.superuser<{ stream: string; source_key: string; content_hash: string }[]>`
        select stream, source_key, content_hash from source_record where connection_id = ${connectionId}`
      const sorted = (rows: (string | undefined)[][]) => rows.map((row) => row.join(' ')).sort()
      deepStrictEqual(sorted(kept.map((row) => [row.stream, row.source_key, row.content_hash])), sorted(wanted), where)
      const [aside] = await house.superuser<{ n: number }[]>`
        select count(*)::int as n from quarantine where connection_id = ${connectionId}`
      deepStrictEqual(aside?.n, 0, `${where}: nothing set aside`)
    })
  }
}

/** The same numbers for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
