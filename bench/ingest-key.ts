import type { Product } from './product.ts'

/** A server key that sends events to the demo's n-th client, made as its owner would make it. */
export async function ingestKey(product: Product, client = 0): Promise<{ key: string; url: string; tenantId: string }> {
  const { baseUrl, users, tenants } = await product.demo()
  const owner = users.find(({ role }) => role === 'owner')
  const tenant = tenants[client]
  if (!owner || !tenant) throw new Error('no owner or no such client in the demo')
  const call = async (procedure: string, input: object, cookie = '') => {
    const answer = await fetch(`${baseUrl}/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(baseUrl).origin, cookie },
      body: JSON.stringify(input),
    })
    if (!answer.ok) throw new Error(`${procedure}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const entered = await call('session.signIn', { email: owner.email, password: owner.password })
  const cookie = entered.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const input = {
    tenant: tenant.slug,
    kind: 'server',
    name: `Bench ${Date.now()}`,
    scopes: ['ingest'],
    origins: [],
    expiresAt: null,
  }
  const told = (await (await call('keys.create', input, cookie)).json()) as { result: { data: { key: string } } }
  return { key: told.result.data.key, url: `${baseUrl}/v1/events`, tenantId: tenant.tenantId }
}
