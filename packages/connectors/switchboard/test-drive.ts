import { createDrive, fakeClock, type Drive } from '@throughline/connector-kit/testing'
import { rmSync } from 'node:fs'
import { connector } from './connector.ts'
import { createEmulator, type EmulatedBroadcast, type EmulatedMessage, type SwitchboardEmulator } from './emulator.ts'
import type { Config, Secrets } from './settings.ts'

export type SwitchboardDrive = Drive<Config, Secrets> & { emulator: SwitchboardEmulator }

const folders: string[] = []

/** For a test file's `afterAll`: deletes what its drives have spooled. */
export const sweep = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }))

/** Switchboard with the usual small ledger, or with these broadcasts alone, at 2026-11-15T17:00Z. */
export function fresh(broadcasts?: EmulatedBroadcast[], options: { limits?: 'on' | 'off' } = {}): SwitchboardDrive {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const emulator = createEmulator({ clock, random: () => 0.5, ...(broadcasts ? { empty: true } : {}) })
  if (broadcasts) emulator.ledger.add(...broadcasts)
  emulator.limits = options.limits ?? 'on'
  const drive = createDrive(connector, emulator, clock)
  drive.connection.unlimited = options.limits === 'off'
  folders.push(drive.around.spoolDir)
  return { ...drive, emulator }
}

export const at = (text: string): number => Date.parse(text)

/** A broadcast of so many messages, sent an hour before the clock's beginning where nothing else is said. */
export function broadcastOf(id: string, count: number, more: Partial<EmulatedBroadcast> = {}): EmulatedBroadcast {
  const startAt = more.startAt ?? at('2026-11-15T16:00:00Z')
  const messages = Array.from({ length: count }, (_, index): EmulatedMessage => {
    const sentAt = startAt + index * 10
    return { id: `${id}_${index}`, to: numberOf(index), sentAt, deliveredAt: sentAt + 2_000 }
  })
  return {
    id,
    title: id,
    text: `${id} Stop2End`,
    createdAt: startAt - 3_600_000,
    startAt,
    endAt: startAt + 1_000_000,
    costMinor: count,
    messages,
    ...more,
  }
}

/** Numbers that belong to nobody. */
export const numberOf = (index: number): string =>
  `+1${200 + (index % 700)}55501${String(index % 100).padStart(2, '0')}`

/** Keys of a stream's rows that were read. */
export const keysOf = ({ store }: SwitchboardDrive, stream: string): string[] =>
  [...store.rows.values()]
    .filter((row) => row.stream === stream)
    .map(({ key }) => key)
    .sort()

/** The records that a stream's rows make, of one kind. */
export function recordsOf({ store }: SwitchboardDrive, kind: string) {
  return [...store.rows.values()].flatMap(({ records }) => records).filter((record) => record.kind === kind)
}
