import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Services } from '@throughline/api'
import type { PlantedDemo } from '@throughline/world'
import { writePrivately } from './state.ts'

/** `.throughline/demo.json`: all that a script or a newcomer needs to try things with `curl`. Made at first start, never committed. */
export interface DemoFile {
  baseUrl: string
  /** False while the larger clients' history is still being read. */
  complete: boolean
  users: { name: string; email: string; password: string; role: string; tenants: string[] }[]
  tenants: {
    tenantId: string
    slug: string
    name: string
    timeZone: string
    /** A key that sends this client's events: `authorization: Bearer …` at `/v1/events`. */
    eventsKey: string
    connections: {
      connectionId: string
      connector: string
      /** What it was set up with: entities, from when on. */
      config: Record<string, unknown>
      /** What the source takes: what was typed when it was set up, except where somebody made a new token there since. */
      credentials: Record<string, string>
      /** Where deliveries are proved by user and password; a signature's key is among the credentials. */
      webhooks: { kind: string; url: string; username: string; password: string }[]
    }[]
  }[]
}

export const demoFileOf = (stateDir: string): string => path.join(stateDir, 'demo.json')

/** Which of a connection's credentials prove a delivery of each kind, by the connector's own word. */
type Proofs = (
  tenantId: string,
  connectionId: string,
) => Promise<Pick<Awaited<ReturnType<Services['connections']['read']>>, 'webhooks' | 'fields'>>

export const proofsOf =
  (services: Services, actor: Parameters<Services['connections']['read']>[0]): Proofs =>
  (tenantId, connectionId) =>
    services.connections.read(actor, tenantId, connectionId)

/** A key that sends a client's events: the one that was made before, or a new one. */
type EventsKeys = (tenantId: string) => Promise<string>

export const eventsKeysOf =
  (services: Services, actor: Parameters<Services['apiKeys']['create']>[0], stateDir: string): EventsKeys =>
  async (tenantId) => {
    const before = await readFile(demoFileOf(stateDir), 'utf8').then(
      (text) => (JSON.parse(text) as DemoFile).tenants.find((each) => each.tenantId === tenantId)?.eventsKey,
      () => undefined,
    )
    if (before !== undefined) return before
    const wanted = {
      kind: 'server' as const,
      name: 'Sends events',
      scopes: ['ingest' as const],
      origins: [],
      expiresAt: null,
    }
    return (await services.apiKeys.create(actor, tenantId, wanted)).key
  }

/** Where a client's own pages and senders tell what happens, and with which key. */
export interface EventsDoor {
  slug: string
  url: string
  key: string
}

/** Of the demo's clients; a demo that was planted before there were such keys has none. */
export const eventsDoorsOf = ({ baseUrl, tenants }: DemoFile): EventsDoor[] =>
  tenants.flatMap(({ slug, eventsKey }: { slug: string; eventsKey?: string }) =>
    eventsKey === undefined ? [] : [{ slug, url: `${baseUrl}/v1/events`, key: eventsKey }],
  )

/** Writes it. The first connection of each client is ActBlue's. */
export const writeDemoFile = async (
  stateDir: string,
  baseUrl: string,
  demo: PlantedDemo,
  options: { complete: boolean; proofs: Proofs; eventsKeys: EventsKeys; slugs: string[] },
): Promise<DemoFile> => {
  const tenants: DemoFile['tenants'] = []
  for (const { tenantId, slug, name, timeZone, connections } of demo.tenants) {
    const told = await Promise.all(connections.map((each) => connectionOf(tenantId, each, options.proofs)))
    tenants.push({ tenantId, slug, name, timeZone, eventsKey: await options.eventsKeys(tenantId), connections: told })
  }
  const file: DemoFile = {
    baseUrl,
    complete: options.complete,
    users: demo.people.map(({ name, email, password, role, clients }) => ({
      name,
      email,
      password,
      role,
      tenants: clients.length > 0 ? clients : options.slugs,
    })),
    tenants,
  }
  await writePrivately(demoFileOf(stateDir), file)
  return file
}

async function connectionOf(
  tenantId: string,
  { connectionId, connector, secrets }: PlantedDemo['tenants'][number]['connections'][number],
  proofs: Proofs,
): Promise<DemoFile['tenants'][number]['connections'][number]> {
  const credentials = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, String(value)]))
  const secret = (at: string | undefined) => credentials[at?.replace(/^secrets\./, '') ?? ''] ?? ''
  const connection = await proofs(tenantId, connectionId)
  const config = Object.fromEntries(
    connection.fields
      .filter(({ secret }) => !secret)
      .map(({ path: at, value }) => [at.replace(/^config\./, ''), value ?? null]),
  )
  const webhooks = connection.webhooks.map(({ kind, url, credentials }) => ({
    kind,
    url,
    username: secret(credentials[0]),
    password: secret(credentials[1]),
  }))
  return { connectionId, connector, config, credentials, webhooks }
}
