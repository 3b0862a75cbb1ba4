import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadOutside, type LoadedOutside } from '@throughline/connector-kit/outside'
import { writeTemplate } from '@throughline/connector-kit/scaffold'
import { cast } from '@throughline/db/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { olive, sourceFixture, type SourceFixture } from '../ingest/testing/source-fixture.ts'

let f: SourceFixture
let outside: LoadedOutside
const folders: string[] = []
afterEach(async () => {
  await outside.close()
  await f.drop()
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }))
})

const secrets = { apiKey: 'a-key-of-acme', webhookSecret: 'a-secret-of-acme' }
const gift = (id: string, amount = '25.00') => ({ id, amount, created_at: '2026-11-10T12:00:00.000Z' })
const grossOf = (sums: Record<string, Record<string, number>>) =>
  Object.values(sums).reduce((sum, day) => sum + (day['gross'] ?? 0), 0)

/** A house with a package from outside beside its own connectors; `change` makes the package another. */
async function houseWith(gifts: object[], change: (code: string) => string = (code) => code): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'outside-house-'))
  folders.push(folder)
  writeTemplate(folder, 'acme')
  const file = path.join(folder, 'connector.ts')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  outside = await loadOutside({ folder, hosts: ['api.acme.example'], memoryMb: 320 }, { quietMs: 3_000 })
  f = await sourceFixture({
    connectors: { acme: outside.connector },
    fetch: async (request) => {
      if (new URL(request.url).hostname !== 'api.acme.example') return f.emulator.fetch(request)
      if (request.headers.get('authorization') !== `Bearer ${secrets.apiKey}`) return Response.json({}, { status: 401 })
      return Response.json({ items: gifts, more: false, today: '2026-11-15' })
    },
  })
  const values = {
    'config.backfillFrom': '2026-05-01',
    'secrets.apiKey': secrets.apiKey,
    'secrets.webhookSecret': secrets.webhookSecret,
  }
  const made = await f.connections.create(olive, cast.harbor, { connector: 'acme', name: 'Acme', values })
  return made.connectionId
}

const post = (connectionId: string, payload: object, secret = secrets.webhookSecret) => {
  const body = Buffer.from(JSON.stringify(payload))
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = new Headers({ 'x-signature': `sha256=${signature}` })
  const request = { method: 'POST', url: '/hooks/acme/x/gift', headers, body }
  return f.receiver.receive({ connector: 'acme', connectionId, kind: 'gift', request })
}

describe('a connector from outside', () => {
  test('is offered, connected, read and told by webhook as ours are, to the cent', async () => {
    const id = await houseWith([gift('g1'), gift('g2', '10.50')])
    const catalogue = await f.connections.catalogue(olive, cast.harbor)
    expect(catalogue.map(({ id, outside }) => [id, outside])).toEqual([
      ['actblue', false],
      ['acme', true],
    ])
    await f.run()
    expect(grossOf(await f.sums())).toBe(3_550)
    expect((await post(id, { gift: gift('g3', '4.50') })).result).toBe('accepted')
    expect((await post(id, { gift: gift('g2', '10.50') })).result).toBe('accepted')
    expect((await post(id, { gift: gift('g4') }, 'forged')).result).toBe('unproved')
    expect((await post(id, { gift: { id: 'g5', amount: 'much' } })).result).toBe('malformed')
    await f.run()
    expect(grossOf(await f.sums())).toBe(4_000)
  })

  test('has its malformed row set aside alone, and tried again where it runs', async () => {
    const rows = [gift('g1'), gift('g2', 'much')]
    const id = await houseWith(rows)
    await f.run()
    expect(grossOf(await f.sums())).toBe(2_500)
    const { rows: aside } = await f.desk.list(olive, cast.harbor, { connectionId: id, limit: 50 })
    expect(aside).toMatchObject([{ stream: 'gifts', state: 'open', issues: [{ path: 'amount' }] }])
    const replayed = await f.desk.replay(olive, cast.harbor, [aside[0]!.id])
    expect(replayed).toMatchObject({ count: 0 })
    expect(await f.desk.list(olive, cast.harbor, { connectionId: id, limit: 50 })).toMatchObject({
      rows: [{ state: 'open', issues: [{ path: 'amount', message: 'an amount such as "25.77"' }] }],
    })
  })

  test('that never comes to an end is stopped and says so, while the other sources are read', async () => {
    const id = await houseWith([gift('g1')], (code) =>
      code.replace('let cursor = from\n', 'let cursor = from\n  for (;;);\n'),
    )
    const other = await f.connect()
    await f.run()
    const { streams } = await f.connections.read(olive, cast.harbor, id)
    expect(streams).toMatchObject([{ stream: 'gifts', state: 'stopped' }])
    expect(streams[0]?.say).toMatch('Acme is an outside package, and it did not answer within 3 seconds')
    expect((await f.connections.read(olive, cast.harbor, other)).freshness.state).toBe('fresh')
    expect(grossOf(await f.sums())).toBeGreaterThan(0)
  })
})
