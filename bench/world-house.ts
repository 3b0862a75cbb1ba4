import type { ObservedRow } from '../packages/connector-kit/src/index.ts'
import { connector } from '../packages/connectors/actblue/connector.ts'
import { observeRows } from '../packages/connector-kit/src/index.ts'
import { mergeClosedDays, writeBatch } from '../packages/core/src/ledger/index.ts'
import { createSecrets, masterKeyFrom } from '../packages/core/src/secrets/index.ts'
import { authenticateJob, type Actor, type Door } from '../packages/db/src/index.ts'
import { openSource, world, type ClientWorld, type World } from '../packages/world/src/index.ts'
import { openBareHouse, type BareHouse } from './bare-house.ts'

/** One client of the world in a ledger of its own, for measuring what is read of it. */
export interface WorldHouse {
  door: Door
  actor: Actor
  tenantId: string
  made: World
  place: ClientWorld
  secrets: ReturnType<typeof createSecrets>
  now: () => Date
  close(): Promise<void>
}

const tenantId = '00000000-0000-4000-8000-000000000011'
const agencyId = '00000000-0000-4000-8000-000000000001'
const connectionId = '00000000-0000-4000-8000-0000000000c1'
const batchRows = 500

/**
 * Starts a server of its own and writes a client's whole history through the connector's maps and the ledger, 500 rows a batch.
 * @param seen is shown every row
 */
export async function openWorldHouse(
  slug: string,
  say: (line: string) => void,
  seen: (rows: readonly ObservedRow[]) => void = () => {},
): Promise<WorldHouse> {
  const end = '2026-11-20T15:00:00.000Z'
  const now = () => new Date(end)
  const house = await openBareHouse(now)
  const { door } = house
  const made = world('bench', end)
  const source = openSource(made, {
    clock: { now, sleep: async () => {}, advance: () => {}, slept: [] },
    random: () => 0.5,
    secretsOf: () => ({ ...noSecrets }),
    storeUrl: 'https://bucket.example',
  })
  const client = source.of(slug)
  client.showLateRows()
  const { place } = client
  await plant(house.superuser, place)
  const secrets = createSecrets(masterKeyFrom(new Uint8Array(32)))
  const actor = authenticateJob(tenantId, 'bench')
  const config = { ...client.emulator.config, managedForms: false }
  const rows = Object.entries(client.emulator.rows())
  let written = 0
  const began = performance.now()
  for (const [stream, ofStream] of rows.filter(([name]) => name !== 'managed_forms'))
    for (let at = 0; at < ofStream.length; at += batchRows) {
      const observed = observeRows(connector, stream, ofStream.slice(at, at + batchRows), config)
      await door.withTenant(actor, tenantId, async (inside) =>
        writeBatch(inside, {
          rows: observed.rows,
          connectionId,
          origin: 'read',
          now: now(),
          keyring: await secrets.forTenant(inside, now()),
        }),
      )
      written += observed.rows.length
      seen(observed.rows)
    }
  await door.withTenant(actor, tenantId, (inside) => mergeClosedDays(inside, '2026-11-20', 1000))
  say(`${written} rows written in ${Math.round(performance.now() - began)} ms`)
  return {
    ...{ door, actor, tenantId, made, place, secrets, now },
    close: () => house.close(),
  }
}

const noSecrets = {
  ...{ clientUuid: 'u', clientSecret: 's', contributionUsername: '', contributionPassword: '' },
  ...{ refundUsername: '', refundPassword: '', cancellationUsername: '', cancellationPassword: '' },
}

async function plant(sql: BareHouse['superuser'], { client }: ClientWorld): Promise<void> {
  await sql`insert into agency values (${agencyId}, 'Bench', now())`
  await sql`insert into tenant (tenant_id, agency_id, slug, name, vertical, currency, time_zone, created_at)
    values (${tenantId}, ${agencyId}, ${client.slug}, ${client.name}, 'fundraising', 'USD', ${client.timeZone}, now())`
  await sql`insert into connection (tenant_id, connection_id, connector, name, config, state, every_minutes, created_at)
    values (${tenantId}, ${connectionId}, 'actblue', 'ActBlue', '{}', 'active', 60, now())`
  await sql.unsafe('vacuum analyze')
}
