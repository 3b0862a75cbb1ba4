import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fakeClock } from '../../packages/connector-kit/src/testing/index.ts'
import { connectors } from '../../packages/connectors/registry.generated.ts'
import { cast, plantCast } from '../../packages/db/src/testing/index.ts'
import { openBareHouse } from '../bare-house.ts'
import type { Case, Measured } from '../measure.ts'
import { connectOutside, polled, readAsked, type Outside } from '../outside.ts'
import type { ChildInput } from '../sync-story.ts'

/** Rows beside those that the emulator has by itself, over all streams that are asked for. `BENCH_ROWS=1000000` is the full count. */
const rows = Number(process.env['BENCH_ROWS'] ?? 10_000)
/** Ids of connectors, a comma between; all there are where unsaid. */
const only = process.env['BENCH_CONNECTORS']?.split(',')

/**
 * One connector after another reads all that its emulator has, through the worker's own handlers into a database, in a process that
 * does nothing else; emulator and database are others. Its memory is the peak of that process, with everything that Node holds.
 */
export const bench: Case = {
  name: `Connectors, ${rows.toLocaleString('en')} rows each`,
  async run(say) {
    const measured: Measured[] = []
    for (const id of Object.keys(connectors).filter((each) => only?.includes(each) ?? true)) {
      const { kept, ms, startMb, peakMb } = await read(id)
      const perSecond = kept / (ms / 1000)
      say(`${id}: ${kept} rows, ${Math.round(perSecond)}/s, at most ${Math.round(peakMb)} MB`)
      measured.push(
        { name: `${id}: rows`, value: perSecond, unit: '/s', note: `${kept} kept` },
        {
          name: `${id}: memory at most`,
          value: Math.round(peakMb),
          unit: 'MB',
          aim: '≤ 300',
          note: `${Math.round(startMb)} before the first row`,
        },
      )
    }
    return measured
  },
}

interface Read {
  /** Rows that are kept now. */
  kept: number
  ms: number
  startMb: number
  peakMb: number
}

async function read(id: string): Promise<Read> {
  const clock = fakeClock(new Date('2026-11-15T17:00:00.000Z'))
  const house = await openBareHouse()
  const spoolDir = await mkdtemp(path.join(tmpdir(), 'bench-connectors-'))
  let outside: Outside | undefined
  const server = createServer((request, response) => {
    void readAsked(request).then(
      async ({ now, meant }) => {
        if (now > clock.now().getTime()) clock.advance(now - clock.now().getTime())
        const given = await outside?.emulator.fetch(meant())
        if (!given) throw new Error('nobody is there')
        response.writeHead(given.status, Object.fromEntries(given.headers)).end(Buffer.from(await given.arrayBuffer()))
      },
      () => request.socket.destroy(),
    )
  })
  try {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    await plantCast(house.superuser)
    outside = await connectOutside(house, { tenantId: cast.harbor, id, options: { clock, random: () => 0.5 } })
    fill(outside)
    const { port } = server.address() as AddressInfo
    const told = await worker({
      ...{ appUrl: house.appUrl, outside: `http://127.0.0.1:${port}`, now: clock.now().getTime(), spoolDir },
      apps: outside.emulator.app ? { [id]: outside.emulator.app.good } : {},
      readAgain: [],
    })
    const [kept] = await house.superuser<{ n: number }[]>`
      select count(*)::int as n from source_record where connection_id = ${outside.connectionId}`
    if ((kept?.n ?? 0) < rows) throw new Error(`${id}: ${kept?.n} rows kept, of ${rows} and more`)
    return { ...told, kept: kept?.n ?? 0 }
  } finally {
    server.closeAllConnections()
    server.close()
    await house.close()
    await rm(spoolDir, { recursive: true, force: true })
  }
}

/** Gives the streams that are asked for further rows, in turn. Of small lists all late rows are one row: those stay as they are. */
function fill({ connector, emulator }: Outside): void {
  const there = emulator.rows()
  const streams = polled({ connector, emulator }).filter((name) => {
    if (!there[name]) return false
    const [first, second] = [emulator.addLateRow(name), emulator.addLateRow(name)]
    return first !== second
  })
  for (let i = 0; i < rows; i++) emulator.addLateRow(streams[i % streams.length] ?? '')
}

async function worker(input: ChildInput): Promise<Omit<Read, 'kept'>> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', 'sync-child.ts')], {
    env: { ...process.env, SYNC_STORY: JSON.stringify(input) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the worker ended with ${code}`)
  return JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as Omit<Read, 'kept'>
}
