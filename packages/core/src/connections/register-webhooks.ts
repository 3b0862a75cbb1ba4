import type { Inside } from '@throughline/db'
import { z } from 'zod'
import { beginWork, finishWork, type Handler, type Outcome } from '../jobs/index.ts'
import { actorName, appendAudit, changeConnection, jobOf, saveSecrets } from './connection.store.ts'
import { readKnownConnection } from './known-connection.store.ts'
import { connectOptions, type ReadDeps } from './read-deps.ts'
import { endRenewal, takeRenewal } from './renewal.store.ts'

/** Our addresses by the kind of delivery. */
const RegistrationInput = z.object({ urls: z.record(z.string(), z.string()) })

const restMs = 60_000
const leaseMs = 60_000
/** When to look again while somebody else renews the credentials. */
const lookAgainMs = 2_000

/**
 * Tells the provider our webhook addresses and keeps the keys that it answers with; the nudge names the work, whose words say what
 * came of it. Killed between the two it begins again: the connector finds the address there, and has its key made anew.
 */
export function registerWebhooks(deps: ReadDeps): Handler {
  return async ({ tenantId, ref: workId = '' }, { signal }): Promise<Outcome> => {
    const within = <T>(fn: (inside: Inside) => Promise<T>) =>
      deps.door.withTenant(jobOf(tenantId, 'register-webhooks'), tenantId, fn)
    const finish = async (end: { state: 'done' | 'failed' | 'cancelled'; say: string }) => {
      await within((inside) => finishWork(inside, workId, { ...end, now: deps.now() }))
      deps.notifier.tell({ tenantId, kind: 'connections' })
      return 'done' as const
    }
    const found = await within(async (inside) => {
      const work = await beginWork(inside, workId, deps.now())
      const known = work && (await readKnownConnection(inside, deps.secrets, work.ref ?? '', deps.now()))
      return work && known && { known, urls: RegistrationInput.parse(work.input).urls }
    })
    if (!found) return 'done'
    const { known, urls } = found
    const { connectionId } = known
    const connector = deps.connectors[known.connector]
    const secrets = connector?.auth.secrets.safeParse(known.secrets)
    if (!connector?.subscribe || known.state === 'disconnected' || !secrets?.success)
      return finish({ state: 'cancelled', say: 'The connection was given up.' })
    if (known.state !== 'active') return { at: new Date(deps.now().getTime() + restMs) }

    const { name } = connector
    const { AskCustomer, ProviderChanged, Refused, RetryLater } = deps.kit
    const byHand = 'Copy it there by hand.'
    let fresh: object | undefined
    try {
      fresh = await connector.subscribe(deps.kit.connect(connectOptions(deps, known, signal)), urls, secrets.data)
    } catch (error) {
      if (error instanceof RetryLater) return { at: error.at }
      if (error instanceof AskCustomer) return finish({ state: 'failed', say: `${error.say} ${byHand}` })
      if (error instanceof Refused || error instanceof ProviderChanged)
        return finish({ state: 'failed', say: `${name} did not take our address. ${byHand}` })
      throw error
    }
    if (fresh === undefined) return finish({ state: 'done', say: `${name} has our address.` })
    const kept = await within(async (inside) => {
      const now = deps.now()
      if (!(await takeRenewal(inside, connectionId, now, new Date(now.getTime() + leaseMs)))) return false
      const current = await readKnownConnection(inside, deps.secrets, connectionId, now)
      if (current && current.state !== 'disconnected') {
        const merged = { ...(current.secrets as object), ...fresh }
        await saveSecrets(inside, current.keyring, connectionId, merged, now)
        await changeConnection(inside, connectionId, {})
        await appendAudit(inside.db, tenantId, {
          at: now,
          actor: actorName(inside.actor),
          action: 'connection.webhooks_registered',
          subject: connectionId,
          detail: { kinds: Object.keys(urls) },
        })
      }
      await endRenewal(inside, connectionId)
      return true
    })
    if (!kept) return { at: new Date(deps.now().getTime() + lookAgainMs) }
    deps.states.forget(connectionId)
    return finish({ state: 'done', say: `${name} has our address, and signs what it sends with a key of its own.` })
  }
}
