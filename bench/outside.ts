import { randomUUIDv7 } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import type { AnyConnector } from '../packages/connector-kit/src/index.ts'
import type { Emulator, EmulatorOptions } from '../packages/connector-kit/src/testing/index.ts'
import { connectors } from '../packages/connectors/registry.generated.ts'
import { insertConnection, saveSecrets } from '../packages/core/src/connections/connection.store.ts'
import { createWork } from '../packages/core/src/jobs/index.ts'
import { createSecrets, masterKeyFrom } from '../packages/core/src/secrets/index.ts'
import { authenticateJob } from '../packages/db/src/index.ts'
import type { BareHouse } from './bare-house.ts'

type AnyEmulator = Emulator<unknown, unknown>

/** One connection to an emulated source, which lives in another process than the worker that reads it. */
export interface Outside {
  tenantId: string
  connectionId: string
  connector: AnyConnector
  emulator: AnyEmulator
  origin: string
}

/** What the stories' tenants seal with. */
export const storySecrets = () => createSecrets(masterKeyFrom(new Uint8Array(32).fill(5)))

/** What the worker's process asks of a source: who asks, when by its clock, and the request as it was meant. */
export async function readAsked(
  request: IncomingMessage,
): Promise<{ tenantId: string; now: number; url: string; meant: () => Request }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const header = (name: string) => String(request.headers[name] ?? '')
  const headers = new Headers(
    Object.entries(request.headers).flatMap(([name, value]) =>
      /^(x-outside|host$|connection$|content-length$|transfer-encoding$)/.test(name) || value === undefined
        ? []
        : [[name, String(value)] as [string, string]],
    ),
  )
  const [url, method] = [header('x-outside-url'), header('x-outside-method')]
  return {
    tenantId: header('x-outside-tenant'),
    now: Number(header('x-outside-now')),
    url,
    meant: () => new Request(url, { method, headers, ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}) }),
  }
}

/** Connects a tenant to a source of its own, all of whose history is to be read. */
export async function connectOutside(
  house: BareHouse,
  { tenantId, id, options }: { tenantId: string; id: string; options: EmulatorOptions },
): Promise<Outside> {
  const connector = connectors[id]
  if (!connector) throw new Error(`no connector ${id}`)
  const file = path.join(import.meta.dirname, '..', 'packages', 'connectors', id, 'emulator.ts')
  const module = (await import(file)) as { createEmulator: (options: EmulatorOptions) => AnyEmulator }
  const emulator = module.createEmulator(options)
  const secrets = storySecrets()
  const connectionId = randomUUIDv7()
  const now = options.clock.now()
  await house.door.withTenant(authenticateJob(tenantId, 'story'), tenantId, async (inside) => {
    const config = emulator.config as Record<string, unknown>
    await insertConnection(inside, { connectionId, connector: id, name: connector.name, config, everyMinutes: 60 }, now)
    await saveSecrets(inside, await secrets.forTenant(inside, now), connectionId, emulator.secrets.good, now)
    await createWork(inside, {
      ...{ workId: randomUUIDv7(), kind: 'backfill', ref: connectionId },
      ...{ input: { from: null, streams: polled({ connector, emulator }) }, requestedBy: 'job:story', now },
    })
  })
  const { origin } = new URL(await connector.http.baseUrl(emulator.config, emulator.secrets.good))
  return { tenantId, connectionId, connector, emulator, origin }
}

/** The streams that are read by asking. */
export const polled = ({ connector, emulator }: Pick<Outside, 'connector' | 'emulator'>): string[] =>
  Object.entries(connector.streams).flatMap(([name, stream]) =>
    stream.read && (stream.enabled?.(emulator.config) ?? true) ? [name] : [],
  )
