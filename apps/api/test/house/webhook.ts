import type { Browser } from './browser.ts'
import type { House } from './open-house.ts'

type HookKind = 'contribution' | 'refund' | 'cancellation'

/** One connection's webhook addresses and their credentials, as the provider was given them. */
export interface Hooks {
  connectionId: string
  path(kind?: HookKind): string
  /** Posts as the provider does; `password` instead of the right one. */
  post(body: unknown, options?: { kind?: HookKind; password?: string; by?: Browser }): Promise<Response>
}

/** What the form of an ActBlue connection is filled in with: the emulator's own settings and credentials. */
export function connectionValues({ actblue }: Pick<House, 'actblue'>): Record<string, unknown> {
  const { entityIds } = actblue.config
  return Object.fromEntries([
    ['config.entityIds', entityIds],
    ['config.backfillFrom', '2026-11-01'],
    ...Object.entries(actblue.secrets.good).map(([name, value]) => [`secrets.${name}`, value]),
  ]) as Record<string, unknown>
}

/** Connects ActBlue for a client, as a strategist does with the form. */
export async function connect(house: House, tenant: string, by: Browser, name = 'ActBlue'): Promise<Hooks> {
  const created = await by.mutate('connections.create', {
    tenant,
    connector: 'actblue',
    name,
    values: connectionValues(house),
  })
  if (created.status !== 200) throw new Error(`not connected: ${created.text}`)
  return hooksOf(house, (created.data as { connectionId: string }).connectionId)
}

function hooksOf(house: Pick<House, 'nobody' | 'actblue'>, connectionId: string): Hooks {
  const path: Hooks['path'] = (kind = 'contribution') => `/hooks/actblue/${connectionId}/${kind}`
  const { good } = house.actblue.secrets
  return {
    connectionId,
    path,
    post: (body, { kind = 'contribution', password = good[`${kind}Password`], by = house.nobody() } = {}) =>
      by.fetch(path(kind), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${Buffer.from(`${good[`${kind}Username`]}:${password}`).toString('base64')}`,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  }
}
