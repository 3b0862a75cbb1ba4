import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Connection } from '../connect.ts'
import { isPolled, type Connector } from '../define-connector.ts'
import { forConnection } from '../elsewhere.ts'
import type { Surroundings } from '../http-client.ts'
import { HttpStates } from '../http-state.ts'
import { runSlice, type SliceEnd } from '../runner.ts'
import type { Clock } from './clock.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'
import type { Emulator } from './emulator.ts'

/** A connector, its emulator and a store in memory, with a clock that jumps to whenever the next thing happens. */
export interface Drive<Config, Secrets, App = unknown> {
  connector: Connector<Config, Secrets, App>
  emulator: Emulator<Config, Secrets, App>
  connection: Connection
  store: MemoryStore
  states: HttpStates
  around: Surroundings
  clock: Clock
  /** What the operator registered. */
  app: unknown
  /** Every request sent. */
  requests: Request[]
}

export function createDrive<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  emulator: Emulator<Config, Secrets, App>,
  clock: Clock,
): Drive<Config, Secrets, App> {
  const requests: Request[] = []
  return {
    connector: forConnection(connector, 'connection-1'),
    emulator,
    clock,
    requests,
    connection: {
      id: 'connection-1',
      config: emulator.config,
      secrets: emulator.secrets.good,
      accounts: emulator.accounts ?? [],
    },
    app: emulator.app?.good,
    store: createMemoryStore(),
    states: new HttpStates(),
    around: {
      fetch: (request) => {
        requests.push(request)
        return emulator.fetch(request)
      },
      now: clock.now,
      random: () => 0.5,
      sleep: clock.sleep,
      spoolDir: mkdtempSync(path.join(tmpdir(), 'spool-')),
    },
  }
}

export interface StepOptions {
  budgetMs?: number
  signal?: AbortSignal
}

/** One slice of one stream. */
export function step<Config, Secrets, App>(
  drive: Drive<Config, Secrets, App>,
  stream: string,
  { budgetMs = 60_000, signal = new AbortController().signal }: StepOptions = {},
): Promise<SliceEnd> {
  return runSlice({ ...drive, stream, signal, budgetMs })
}

const slicesAllowed = 5_000

/** Slice after slice until the stream is read to its end or stops; waits are skipped by moving the clock. */
export async function runToEnd<Config, Secrets, App>(
  drive: Drive<Config, Secrets, App>,
  stream: string,
  options: StepOptions = {},
): Promise<SliceEnd> {
  for (let slice = 0; slice < slicesAllowed; slice += 1) {
    const end = await step(drive, stream, options)
    if (end.outcome === 'later') drive.clock.advance(Math.max(1, end.at.getTime() - drive.clock.now().getTime()))
    else if (end.outcome !== 'more') return end
  }
  throw new Error(`${drive.connector.id}/${stream} did not end in ${slicesAllowed} slices`)
}

/** All polled streams of this config, read to their ends. */
export async function runAll<Config, Secrets, App>(
  drive: Drive<Config, Secrets, App>,
  options: StepOptions = {},
): Promise<Record<string, SliceEnd>> {
  const ends: Record<string, SliceEnd> = {}
  for (const name of polledStreams(drive)) ends[name] = await runToEnd(drive, name, options)
  return ends
}

export function polledStreams<Config, Secrets, App>({ connector, emulator }: Drive<Config, Secrets, App>): string[] {
  return Object.entries(connector.streams)
    .filter(([, stream]) => isPolled(stream, emulator.config))
    .map(([name]) => name)
}
