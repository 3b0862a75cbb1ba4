import { CanonicalRecord } from '@throughline/canonical'
import { describe, expect, test } from 'vitest'
import type { ObservedRow } from '../observed.ts'
import type { RawRequest } from '../raw-request.ts'
import { receive, splitDelivery, type Reception } from '../webhook.ts'
import { runAll, type Drive } from './drive.ts'
import type { Delivery } from './emulator.ts'

export function checksWebhooks<Config, Secrets>(fresh: () => Drive<Config, Secrets>): void {
  const knock = (drive: Drive<Config, Secrets>, kind: string, request: RawRequest): Reception =>
    receive({
      connector: drive.connector,
      kind,
      request,
      secrets: drive.emulator.secrets.good,
      now: drive.clock.now(),
      publicUrl: request.url,
    })
  const deliveriesOf = (drive: Drive<Config, Secrets>): Delivery[] => drive.emulator.deliveries?.() ?? []
  const rowsOf = (drive: Drive<Config, Secrets>, deliveries: Delivery[]): ObservedRow[] =>
    deliveries.flatMap(({ kind, request }) => {
      const { rows, quarantined } = splitDelivery(drive.connector, kind, request.body, drive.emulator.config)
      expect(quarantined).toEqual([])
      return rows
    })

  describe('webhooks', () => {
    test('of every kind are accepted with their proof', () => {
      const drive = fresh()
      const deliveries = deliveriesOf(drive)
      expect(new Set(deliveries.map(({ kind }) => kind))).toEqual(new Set(Object.keys(drive.connector.webhooks)))
      for (const { kind, request } of deliveries) expect(knock(drive, kind, request).outcome).toBe('accepted')
    })

    test('without proof, or with a wrong one, are refused', () => {
      const drive = fresh()
      for (const { kind, payload, request } of deliveriesOf(drive)) {
        const bare = { ...request, headers: new Headers({ 'content-type': 'application/json' }) }
        expect(knock(drive, kind, bare)).toEqual({ outcome: 'refused' })
        const wrong = drive.emulator.sign?.(kind, payload, drive.emulator.secrets.bad)
        if (wrong) expect(knock(drive, kind, wrong)).toEqual({ outcome: 'refused' })
        expect(knock(drive, kind, request).outcome).toBe('accepted')
      }
    })

    test('changed by one byte, or long past, are refused where the proof covers that', () => {
      const drive = fresh()
      const { proof } = drive.emulator
      for (const { kind, request } of deliveriesOf(drive)) {
        const body = Uint8Array.from(request.body, (byte, index) => (index === 20 ? byte ^ 1 : byte))
        if (proof) expect(knock(drive, kind, { ...request, body })).toEqual({ outcome: 'refused' })
      }
      const late = deliveriesOf(drive)
      drive.clock.advance(7 * 86_400_000)
      for (const { kind, request } of late)
        expect(knock(drive, kind, request).outcome).toBe(proof === 'body and time' ? 'refused' : 'accepted')
    })

    test('of a kind that does not exist are unknown', () => {
      const drive = fresh()
      const [delivery] = deliveriesOf(drive)
      if (delivery) expect(knock(drive, 'constructor', delivery.request)).toEqual({ outcome: 'unknown' })
    })

    test('that are not JSON or have no known shape are malformed once proved', () => {
      const drive = fresh()
      for (const kind of Object.keys(drive.connector.webhooks)) {
        for (const payload of [[], { nothing: true }, 'text', null]) {
          const request = drive.emulator.sign?.(kind, payload)
          if (request) expect(knock(drive, kind, request)).toMatchObject({ outcome: 'malformed', status: 400 })
        }
      }
    })

    test('map to canonical records', () => {
      const drive = fresh()
      const records = rowsOf(drive, deliveriesOf(drive)).flatMap((row) => row.records)
      expect(records.length).toBeGreaterThan(0)
      for (const record of records) expect(CanonicalRecord.safeParse(record).success).toBe(true)
    })

    test('and polling give the same thing the same key', async () => {
      const drive = fresh()
      await runAll(drive)
      const polled = new Set([...drive.store.rows.values()].flatMap((row) => row.records).map(nameOf))
      const pushed = rowsOf(drive, deliveriesOf(drive))
        .flatMap((row) => row.records)
        .filter((record) => record.kind !== 'conversion' || record.status === 'approved')
      expect(pushed.length).toBeGreaterThan(0)
      for (const record of pushed) expect(polled.has(nameOf(record))).toBe(true)
    })
  })
}

const nameOf = (record: CanonicalRecord): string => `${record.kind} ${record.key}`
