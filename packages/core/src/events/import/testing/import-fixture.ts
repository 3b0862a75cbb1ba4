import { cutRecord } from '@throughline/connector-kit'
import type { Actor, Door } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import type { Nudge, Queue } from '../../../jobs/index.ts'
import { ledgerFixture, type LedgerFixture } from '../../../ledger/testing/ledger-fixture.ts'
import type { Secrets } from '../../../secrets/index.ts'
import { activityStrips } from '../../activity-strip.store.ts'
import { unpackEvents } from '../../activity-strip.ts'
import { received } from '../../testing/sent.ts'
import { createEventImports } from '../create-event-imports.ts'
import type { EventImports } from '../event-imports.ts'
import type { ImportDeps } from '../import-deps.ts'
import { importEvents } from '../import-events.ts'

/** Imports over a real database; a job runs when told, a slice a piece. */
export interface ImportFixture {
  ledger: LedgerFixture
  imports: EventImports
  deps: ImportDeps
  olive: Actor
  upload(
    text: string | Uint8Array,
    more?: { name?: string; format?: 'csv' | 'ndjson'; pieces?: number },
  ): Promise<string>
  /** One slice of what waits. `door`: the one that the job goes through. @returns whether something waits */
  slice(door?: Door): Promise<boolean>
  /** Slices until nothing waits. */
  run(): Promise<void>
  /** Everything that is counted, packed or keyed, by what it is counted by. */
  sums(): Promise<string>
}

export async function importFixture(): Promise<ImportFixture> {
  const ledger = await ledgerFixture()
  const olive = await ledger.as(cast.olive)
  const waiting: Nudge[] = []
  let ids = 0
  const queue: Queue = {
    add: async (nudge) => {
      if (!waiting.some(({ ref }) => ref === nudge.ref)) waiting.push(nudge)
    },
  }
  const deps: ImportDeps = {
    door: ledger.t.door,
    secrets: { forTenant: async () => ledger.keyring } as unknown as Secrets,
    queue,
    notifier: { tell: () => {} },
    connectors: { actblue: {} },
    kit: { cutRecord },
    now: () => new Date(received),
    // Time stands still here: what comes later is told by its id, as in life.
    newId: () => `00000000-0000-7000-8000-${(ids += 1).toString(16).padStart(12, '0')}`,
  }
  const imports = createEventImports(deps)
  const fixture: ImportFixture = {
    ...{ ledger, imports, deps, olive },
    async upload(text, { name = 'past.csv', format = 'csv', pieces = 64 } = {}) {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text
      const chunks = (async function* () {
        for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces)
      })()
      return (await imports.upload(olive, cast.harbor, { name, format, chunks })).importId
    },
    async slice(door = deps.door) {
      const nudge = waiting.shift()
      if (!nudge) return false
      const outcome = importEvents({ ...deps, door })(nudge, {
        until: new Date(0),
        signal: new AbortController().signal,
      })
      const left = await outcome.catch(() => 'again')
      if (left !== 'done') waiting.push(nudge)
      return waiting.length > 0
    },
    async run() {
      while (await fixture.slice());
    },
    async sums() {
      const of = ledger.t.superuser
      const counts = ['delivered', 'held_out', 'viewed', 'clicked', 'visited', 'started', 'engaged', 'converted']
      const summed = (text: string) => of.unsafe(text)
      const columns = counts.map((name) => `sum(${name})::int as ${name}`).join(', ')
      const some = counts.map((name) => `sum(${name}) <> 0`).join(' or ')
      return JSON.stringify([
        await summed(`select day::text, campaign_no, creative_no, channel, ${columns} from activity_movement
          group by 1, 2, 3, 4 having ${some} order by 1, 2, 3, 4`),
        await summed(
          `select day::text, hour, channel, ${columns} from activity_hour group by 1, 2, 3 having ${some} order by 1, 2, 3`,
        ),
        await summed(`select day::text, hour, kind, source, sum(n)::int as n from event_volume
          group by 1, 2, 3, 4 having sum(n) <> 0 order by 1, 2, 3, 4`),
        await summed(`select event_id::text from event_key order by 1`),
        await strips(ledger),
      ])
    },
  }
  return fixture
}

/** What strips hold in sum, by person, second and kind. */
async function strips(ledger: LedgerFixture): Promise<[string, number][]> {
  const pieces = await ledger.inside((it) => activityStrips(it, { from: '1970-01-01', to: '2100-01-01' }))
  const sums = new Map<string, number>()
  for (const piece of pieces)
    for (const { contact, sec, kind, sign, campaign, creative, channel, region } of unpackEvents(piece)) {
      const name = [piece.day, contact, sec, kind, campaign, creative, channel, region].join(' ')
      sums.set(name, (sums.get(name) ?? 0) + sign)
    }
  return [...sums].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
}
