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
    connections: {
      connectionId: string
      connector: string
      /** What it was set up with: entities, from when on. */
      config: Record<string, unknown>
      /** What the person who set it up typed and nobody is shown again. */
      credentials: Record<string, string>
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

export const writeDemoFile = async (
  stateDir: string,
  baseUrl: string,
  demo: PlantedDemo,
  options: { complete: boolean; proofs: Proofs; slugs: string[] },
): Promise<DemoFile> => {
  const tenants: DemoFile['tenants'] = []
  for (const { tenantId, slug, name, timeZone, connectionId, connector, secrets } of demo.tenants) {
    const values = secrets as unknown as Record<string, string>
    const secret = (at: string | undefined) => values[at?.replace(/^secrets\./, '') ?? ''] ?? ''
    const connection = await options.proofs(tenantId, connectionId)
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
    tenants.push({
      tenantId,
      slug,
      name,
      timeZone,
      connections: [{ connectionId, connector, config, credentials: values, webhooks }],
    })
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
