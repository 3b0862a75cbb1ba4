import { CanonicalRecord } from '@throughline/canonical'
import { describe, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { readDelivery, readRows, receiveAt } from '../elsewhere.ts'
import type { ObservedRow } from '../observed.ts'
import type { RawRequest } from '../raw-request.ts'
import { routeOf, type Reception } from '../webhook.ts'
import { runAll, type Drive } from './drive.ts'
import type { Delivery } from './emulator.ts'

export function checksWebhooks<Config, Secrets, App>(fresh: () => Drive<Config, Secrets, App>): void {
  const knock = (drive: Drive<Config, Secrets, App>, kind: string, request: RawRequest): Promise<Reception> =>
    receiveAt({
      connector: drive.connector,
      kind,
      request,
      proof: proofOf(drive, kind),
      now: drive.clock.now(),
      publicUrl: request.url,
    })
  const deliveriesOf = (drive: Drive<Config, Secrets, App>): Delivery[] => drive.emulator.deliveries?.() ?? []
  const proofOf = ({ connector, emulator }: Drive<Config, Secrets, App>, kind: string): Secrets | App =>
    routeOf(connector, kind) === 'app' ? (emulator.app?.good as App) : emulator.secrets.good
  /** What comes of deliveries: the rows they bring, and those they only name, asked for. */
  const rowsOf = async (drive: Drive<Config, Secrets, App>, deliveries: Delivery[]): Promise<ObservedRow[]> => {
    const { connector, emulator } = drive
    const rows: ObservedRow[] = []
    const hints = new Map<string, Set<string>>()
    for (const { kind, request } of deliveries) {
      const reception = await knock(drive, kind, request)
      const bodies = reception.outcome === 'shared' ? reception.parts.map(({ body }) => body) : [request.body]
      for (const body of bodies) {
        const split = await readDelivery(connector, kind, body, emulator.config)
        expect(split.quarantined).toEqual([])
        rows.push(...split.rows)
        for (const { stream, key } of split.hints) hints.set(stream, (hints.get(stream) ?? new Set()).add(key))
      }
    }
    const ctx = connect({ ...drive, signal: new AbortController().signal })
    for (const [name, keys] of hints) {
      const fetched = await connector.streams[name]?.fetch?.(ctx, [...keys])
      if (!fetched) throw new Error(`${connector.id}/${name} is named by a webhook and cannot be fetched`)
      const observed = await readRows(connector, name, fetched, emulator.config)
      expect(observed.quarantined).toEqual([])
      rows.push(...observed.rows)
    }
    return rows
  }

  describe('webhooks', () => {
    test('of every kind are accepted with their proof', async () => {
      const drive = fresh()
      const deliveries = deliveriesOf(drive)
      expect(new Set(deliveries.map(({ kind }) => kind))).toEqual(new Set(Object.keys(drive.connector.webhooks)))
      for (const { kind, request } of deliveries)
        expect(['accepted', 'shared']).toContain((await knock(drive, kind, request)).outcome)
    })

    test('without proof, or with a wrong one, are refused', async () => {
      const drive = fresh()
      for (const { kind, payload, request } of deliveriesOf(drive)) {
        const bare = { ...request, headers: new Headers({ 'content-type': 'application/json' }) }
        expect(await knock(drive, kind, bare)).toEqual({ outcome: 'refused' })
        const bad = routeOf(drive.connector, kind) === 'app' ? drive.emulator.app?.bad : drive.emulator.secrets.bad
        const wrong = drive.emulator.sign?.(kind, payload, bad)
        if (wrong) expect(await knock(drive, kind, wrong)).toEqual({ outcome: 'refused' })
        expect(['accepted', 'shared']).toContain((await knock(drive, kind, request)).outcome)
      }
    })

    test('changed by one byte, or long past, are refused where the proof covers that', async () => {
      const drive = fresh()
      const { proof } = drive.emulator
      for (const { kind, request } of deliveriesOf(drive)) {
        const body = Uint8Array.from(request.body, (byte, index) => (index === 20 ? byte ^ 1 : byte))
        if (proof) expect(await knock(drive, kind, { ...request, body })).toEqual({ outcome: 'refused' })
      }
      const late = deliveriesOf(drive)
      drive.clock.advance(7 * 86_400_000)
      for (const { kind, request } of late)
        expect((await knock(drive, kind, request)).outcome === 'refused').toBe(proof === 'body and time')
    })

    test('of a kind that does not exist are unknown', async () => {
      const drive = fresh()
      const [delivery] = deliveriesOf(drive)
      if (delivery) expect(await knock(drive, 'constructor', delivery.request)).toEqual({ outcome: 'unknown' })
    })

    test('that are not JSON or have no known shape are malformed once proved', async () => {
      const drive = fresh()
      for (const kind of Object.keys(drive.connector.webhooks)) {
        for (const payload of [[], { nothing: true }, 'text', null]) {
          const request = drive.emulator.sign?.(kind, payload)
          if (request) expect(await knock(drive, kind, request)).toMatchObject({ outcome: 'malformed', status: 400 })
        }
      }
    })

    test('map to canonical records', async () => {
      const drive = fresh()
      const records = (await rowsOf(drive, deliveriesOf(drive))).flatMap((row) => row.records)
      expect(records.length).toBeGreaterThan(0)
      for (const record of records) expect(CanonicalRecord.safeParse(record).success).toBe(true)
    })

    test('and polling give the same thing the same key', async () => {
      const drive = fresh()
      await runAll(drive)
      const polled = new Set([...drive.store.rows.values()].flatMap((row) => row.records).map(nameOf))
      const pushed = (await rowsOf(drive, deliveriesOf(drive)))
        .flatMap((row) => row.records)
        .filter((record) => record.kind !== 'conversion' || record.status === 'approved')
      expect(pushed.length).toBeGreaterThan(0)
      for (const record of pushed) expect(polled.has(nameOf(record))).toBe(true)
    })
  })
}

const nameOf = (record: CanonicalRecord): string => `${record.kind} ${record.key}`
