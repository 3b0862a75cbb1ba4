import { connectors } from '@throughline/connectors'
import { cast } from '@throughline/db/testing'
import { demoSecrets, journeyFiles, openSource, world, type ClientSource } from '@throughline/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventImports } from '../events/import/index.ts'
import { otto, sourceFixture, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { attributeSome } from './attribute.ts'
import type { Finding } from './evidence.ts'
import type { KnownReaders } from './readers.store.ts'

/** At night: nothing is under way. */
const end = '2026-11-15T08:00:00.000Z'
const slug = 'juniper-street-arts'
const tenantId = cast.prairie

let f: SourceFixture
let client: ClientSource

beforeAll(async () => {
  const made = world('truth', end, 'small')
  const secretsOf = (of: string) => demoSecrets('test', of)
  f = await sourceFixture({
    ...{ start: end, connectors },
    fetch: (request) => source.fetch(request) ?? Promise.resolve(new Response(null, { status: 404 })),
  })
  f.deps.addressOf = () => ({ unlimited: true })
  const source = openSource(made, { clock: f.clock, random: () => 0.5, secretsOf, storeUrl: 'https://bucket.example' })
  client = source.of(slug)
  await connect(client)
  await f.run({ only: 'backfill', steps: 2_000 })
  const imports = createEventImports(f.deps)
  for (const { name, text } of journeyFiles(client.place, client.journeys, made)) {
    const chunks = (async function* () {
      yield Buffer.from(text)
    })()
    const { importId } = await imports.upload(otto, tenantId, { name, format: 'ndjson', chunks })
    await imports.start(otto, tenantId, importId, 'write')
  }
  await f.run({ only: 'import-events', steps: 200 })
  const known: KnownReaders = new Map()
  for (let steps = 0; (await f.inside((inside) => attributeSome(inside, known), tenantId)).more; steps += 1)
    if (steps > 500) throw new Error('attribution does not come to an end')
}, 120_000)
afterAll(() => f.drop())

async function connect({ emulator, systems, showLateRows }: ClientSource): Promise<void> {
  emulator.limits = 'off'
  showLateRows()
  const config = { ...emulator.config, managedForms: false }
  const actblue = { connector: 'actblue', name: 'ActBlue', config, secrets: { ...emulator.secrets.good } }
  for (const { connector, name, config: told, secrets } of [actblue, systems.meta, systems.switchboard]) {
    systems.all.find((each) => each.connector === connector)?.setLimits('off')
    const values = Object.fromEntries(
      Object.entries({ config: told, secrets }).flatMap(([part, fields]) =>
        Object.entries(fields).map(([field, value]) => [`${part}.${field}`, value]),
      ),
    )
    await f.connections.create(otto, tenantId, { connector, name, values })
  }
}

interface Row {
  source_key: string
  net: string
  n: number
  finding: Finding
}

const journeys = () =>
  f.t.superuser<Row[]>`select source_key, net, n, finding from journey where tenant_id = ${tenantId}`

test('of dollars that carry a code of an ad or a text, 99 % and more are led back to the very one that was followed', async () => {
  const rows = new Map((await journeys()).map((row) => [row.source_key, row]))
  let [coded, right, gifts] = [0, 0, 0]
  for (const line of client.place.lines) {
    const record = client.journeys.truthOf({ ...line, placedAt: line.plan?.startedAt ?? line.paidAt }).followed?.record
    const row = rows.get(String(line.lineItemId))
    if (!record || !row) continue
    gifts += 1
    coded += line.minor
    const { place } = row.finding
    if (place?.source === record.source && place.campaign === record.campaign && place.creative === record.creative)
      right += line.minor
  }
  expect(gifts).toBeGreaterThan(60)
  expect(right / coded).toBeGreaterThanOrEqual(0.99)
})

test('a gift without a code, or of a page of the client’s own, is led back to no campaign', async () => {
  const rows = new Map((await journeys()).map((row) => [row.source_key, row]))
  const none = client.place.lines.filter(({ refcode }) => refcode === null || refcode.startsWith('website_'))
  expect(none.length).toBeGreaterThan(30)
  for (const { lineItemId } of none) expect(rows.get(String(lineItemId))?.finding.place?.campaign ?? null).toBeNull()
})

test('most gifts have several touches, and credit is money, by day and kind', async () => {
  const rows = await journeys()
  expect(rows.length).toBeGreaterThan(250)
  expect(rows.reduce((sum, { n }) => sum + n, 0) / rows.length).toBeGreaterThan(2.5)
  expect(rows.filter(({ n }) => n >= 2).length / rows.length).toBeGreaterThan(0.6)
  const money = await f.t.superuser`
    select day::text, kind, currency, sum(minor)::text as minor from money_movement
    where tenant_id = ${tenantId} and kind in ('gross', 'fee', 'fee_returned', 'refund', 'chargeback')
    group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`
  const credit = await f.t.superuser`
    select day::text, kind, currency, sum(minor)::text as minor from credit_movement
    where tenant_id = ${tenantId} group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`
  expect([...credit]).toEqual([...money])
})
