import { cast } from '@throughline/db/testing'
import { olive, otto, sourceFixture, type SourceFixture } from '../../ingest/testing/source-fixture.ts'
import { createLedgerly, ledgerly } from './ledgerly.ts'

export const actorOf = (tenantId: string) => (tenantId === cast.prairie ? otto : olive)

/** A fixture whose outside world is Ledgerly, and the way to connect it. */
export async function ledgerlyFixture() {
  const provider = createLedgerly()
  const f: SourceFixture = await sourceFixture({
    connectors: { ledgerly },
    apps: { ledgerly: provider.app },
    fetch: (request) => provider.fetch(request),
  })
  /** A connection whose person has not signed in yet. */
  const begin = async (tenantId: string) => {
    const actor = actorOf(tenantId)
    const wish = { connector: 'ledgerly', name: 'Ledgerly', values: {} }
    const { connectionId } = await f.connections.create(actor, tenantId, wish)
    const { url } = await f.connections.beginSignIn(actor, tenantId, { connectionId, forActions: false })
    return { connectionId, state: new URL(url).searchParams.get('state') ?? '' }
  }
  return {
    f,
    provider,
    begin,
    /** Signed in for these accounts, and read to the end. */
    connect: async (tenantId: string, accounts: string[]) => {
      const { connectionId, state } = await begin(tenantId)
      await f.connections.finishSignIn(actorOf(tenantId), tenantId, { state, code: provider.code(accounts) })
      await f.run()
      return connectionId
    },
    gift: (account: string, id: string, cents: number, more: object = {}) => ({
      ...{ account, id, cents, at: '2026-11-15T12:00:00.000Z' },
      ...more,
    }),
  }
}
