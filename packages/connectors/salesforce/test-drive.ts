import type { SliceEnd } from '@throughline/connector-kit'
import { connect } from '@throughline/connector-kit'
import { createDrive, fakeClock, runToEnd, type Drive } from '@throughline/connector-kit/testing'
import { rmSync } from 'node:fs'
import { afterAll } from 'vitest'
import { connector } from './connector.ts'
import { createEmulator, type SalesforceEmulator, type SalesforceEmulatorOptions } from './emulator.ts'
import type { App, Config, Secrets } from './schema.ts'

export type SalesforceDrive = Drive<Config, Secrets, App> & { emulator: SalesforceEmulator }

const folders: string[] = []

/** A connector beside its emulator for one test; folders go when the file is done. */
export function fresh(options: Omit<SalesforceEmulatorOptions, 'clock' | 'random'> = {}): SalesforceDrive {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const emulator = createEmulator({ clock, random: () => 0.5, ...options })
  const drive = createDrive(connector, emulator, clock)
  folders.push(drive.around.spoolDir)
  return { ...drive, emulator }
}
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

export const ctxOf = (drive: SalesforceDrive) => connect({ ...drive, signal: new AbortController().signal })

/** Reads a stream to its end, whatever waits on the way. */
export async function read(drive: SalesforceDrive, stream: string, options = {}): Promise<SliceEnd> {
  const end = await runToEnd(drive, stream, options)
  if (end.outcome !== 'done')
    throw new Error(`${stream} ended as ${end.outcome}`, { cause: 'error' in end ? end.error : undefined })
  return end
}

/** What is kept of a stream, raw, by key. */
export const kept = ({ store }: SalesforceDrive, stream: string): Map<string, Record<string, unknown>> =>
  new Map(
    [...store.rows.values()].flatMap((row) =>
      row.stream === stream ? [[row.key, row.raw as Record<string, unknown>] as const] : [],
    ),
  )

/** What there is to be kept of it, by the emulator's own books. */
export function truth({ connector, emulator }: SalesforceDrive, stream: string): Map<string, Record<string, unknown>> {
  const of = connector.streams[stream]
  return new Map(
    (emulator.rows()[stream] ?? []).map((row) => [
      of?.key(of.raw.parse(row), emulator.config) ?? '',
      row as Record<string, unknown>,
    ]),
  )
}

/** In one order, so that maps compare. */
export const sorted = <V>(map: Map<string, V>): [string, V][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

/** The paths asked, one a request. */
export const asked = ({ requests }: SalesforceDrive): string[] =>
  requests.map(({ method, url }) => `${method} ${new URL(url).pathname.replace('/services/data/v62.0', '')}`)

/** The questions asked. */
export const questions = ({ requests }: SalesforceDrive): string[] =>
  requests.flatMap(({ url }) => new URL(url).searchParams.get('q') ?? [])
