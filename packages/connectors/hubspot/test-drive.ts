import { connect, fetchNamed, receive, splitDelivery, type ObservedRow } from '@throughline/connector-kit'
import {
  createDrive,
  fakeClock,
  keep,
  polledStreams,
  runToEnd,
  type Delivery,
  type Drive,
} from '@throughline/connector-kit/testing'
import { rmSync } from 'node:fs'
import { connector } from './connector.ts'
import { createEmulator, type HubSpotEmulator, type HubSpotEmulatorOptions } from './emulator.ts'
import type { App, Config, Secrets } from './schema.ts'

export type HubSpotDrive = Drive<Config, Secrets, App> & { emulator: HubSpotEmulator }
export const signal = new AbortController().signal

const folders: string[] = []
export const tidy = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }))

/** The connector over an emulator, with a clock that jumps. Nothing is downloaded: one folder does for all. */
export function fresh(options: Partial<HubSpotEmulatorOptions> = {}): HubSpotDrive {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const emulator = createEmulator({ clock, random: () => 0.5, ...options })
  const drive = createDrive(connector, emulator, clock)
  folders.push(drive.around.spoolDir)
  return { ...drive, emulator }
}

export const ctxOf = (drive: HubSpotDrive) => connect({ ...drive, signal })

/** Everything that is read by polling, a minute later. */
export async function poll(drive: HubSpotDrive, streams = polledStreams(drive)): Promise<void> {
  for (const name of streams) {
    const end = await runToEnd(drive, name)
    if (end.outcome !== 'done') throw new Error(`${name} ended as ${end.outcome}`)
  }
}

/** A delivery as the door and the worker take it: proved, taken apart, its names asked for, the rows kept. */
export async function deliver(drive: HubSpotDrive, { kind, request }: Delivery): Promise<void> {
  const { emulator, clock } = drive
  const reception = receive({
    connector,
    kind,
    request,
    proof: kind === 'events' ? emulator.app.good : emulator.secrets.good,
    now: clock.now(),
    publicUrl: request.url,
  })
  const bodies =
    reception.outcome === 'shared'
      ? reception.parts.filter(({ account }) => account === emulator.ledger.portalId).map(({ body }) => body)
      : reception.outcome === 'accepted'
        ? [request.body]
        : []
  for (const body of bodies) {
    const { hints } = splitDelivery(connector, kind, body, emulator.config)
    for (const [stream, named] of Map.groupBy(hints, (hint) => hint.stream)) {
      const ask = () => fetchNamed({ ...drive, signal, stream, keys: named.map(({ key }) => key) })
      let end = await ask()
      for (; end.outcome === 'later'; end = await ask())
        drive.clock.advance(Math.max(1, end.at.getTime() - drive.clock.now().getTime()))
      if (end.outcome !== 'done') throw new Error(`${stream} could not be asked for: ${end.outcome}`)
      keep(drive.store, end.observation.rows)
      drive.store.quarantined.push(...end.observation.quarantined)
    }
  }
}

/** What is kept of one stream, by key. */
export function rowsIn(drive: HubSpotDrive, stream: string): Map<string, ObservedRow> {
  const rows = [...drive.store.rows].filter(([place]) => place.startsWith(`${stream}/`))
  return new Map(rows.map(([place, row]) => [place.slice(stream.length + 1), row]))
}

/** What the books say is there, by key, as it is to be kept. */
export function booksOf(drive: HubSpotDrive, stream: string): Map<string, unknown> {
  const it = connector.streams[stream]
  const rows = drive.emulator.rows()[stream] ?? []
  return new Map(rows.map((row) => [it?.key(it.raw.parse(row), drive.emulator.config) ?? '', row]))
}
