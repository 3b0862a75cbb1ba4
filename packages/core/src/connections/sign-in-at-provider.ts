import { createHash, randomBytes } from 'node:crypto'
import { Conflict, Invalid } from '@throughline/canonical'
import { lastWorkOf } from '../jobs/index.ts'
import { checkAndKeep } from './check-connection.ts'
import { customerActed, saveSecrets } from './connection.store.ts'
import type { Connections } from './connections.ts'
import type { Desk } from './desk.ts'
import { keepAttempt, slugOf, takeAttempt } from './oauth.store.ts'
import { wantedStreams } from './read-connection.ts'
import { restartStreams } from './stream-state.store.ts'

const attemptMs = 10 * 60_000
const verifierContext = 'oauth_attempt.verifier'

/** Where every provider sends people back to. */
const callbackPath = '/oauth/callback'

/** Signing in at a provider: OAuth 2 with PKCE; the state is single use, ten minutes, and bound to the person who began. */
export function signInAtProvider(desk: Desk): Pick<Connections, 'beginSignIn' | 'finishSignIn'> {
  const { within, write, nudge, changed, connectorOf, known, begin, goOn, offerAddress, deps } = desk
  const { now, publicUrl, kit } = deps

  return {
    async beginSignIn(actor, tenantId, { connectionId, forActions }) {
      const verifier = randomBytes(32).toString('base64url')
      const redirectUri = publicUrl + callbackPath
      const { it, state } = await within(actor, tenantId, 'connections.write', async (inside) => {
        const it = await known(inside, connectionId)
        const state = `${await slugOf(inside)}~${randomBytes(32).toString('base64url')}`
        const sealed = it.keyring.seal(Buffer.from(verifier), verifierContext)
        await keepAttempt(
          inside,
          state,
          { connectionId, userId: userOf(actor), verifier: sealed, redirectUri, forActions },
          { now: now(), expiresAt: new Date(now().getTime() + attemptMs) },
        )
        return { it, state }
      })
      const connector = connectorOf(it.connector)
      if (!connector.oauth) throw new Conflict(`${connector.name} is connected with a key, not by signing in.`)
      const url = connector.oauth.authorizeUrl({
        app: registered(connector, deps.apps?.(connector.id)),
        config: connector.config.parse(it.config),
        redirectUri,
        state,
        challenge: createHash('sha256').update(verifier).digest('base64url'),
        forActions,
        baseUrl: deps.addressOf?.(it)?.baseUrl,
      })
      return { url: url.href }
    },

    async finishSignIn(actor, tenantId, { state, code }) {
      const { it, attempt } = await within(actor, tenantId, 'connections.write', async (inside) => {
        const attempt = await takeAttempt(inside, state, userOf(actor), now())
        if (!attempt) throw new Invalid('This sign-in is over or was used already. Please begin again.', 'state')
        return { it: await known(inside, attempt.connectionId), attempt }
      })
      const { connectionId } = attempt
      const connector = connectorOf(it.connector)
      if (!connector.oauth) throw new Conflict(`${connector.name} is connected with a key, not by signing in.`)
      const verifier = Buffer.from(it.keyring.open(attempt.verifier, verifierContext)).toString('utf8')
      const secrets = await connector.oauth
        .exchange({
          app: registered(connector, deps.apps?.(connector.id)),
          config: connector.config.parse(it.config),
          redirectUri: attempt.redirectUri,
          code,
          verifier,
          baseUrl: deps.addressOf?.(it)?.baseUrl,
          fetch: deps.around.fetch,
          now,
        })
        .catch((error: unknown) => {
          if (error instanceof kit.AskCustomer || error instanceof kit.ProviderChanged)
            throw new Invalid(error.say, 'code')
          throw error
        })
      await within(actor, tenantId, 'connections.write', async (inside) => {
        await saveSecrets(inside, it.keyring, connectionId, secrets, now())
        await customerActed(inside, connectionId)
        await restartStreams(inside, connectionId)
        await write(inside, 'connection.signed_in', connectionId, { forActions: attempt.forActions })
      })
      deps.states.forget(connectionId)
      await checkAndKeep(deps, { ...it, secrets }, AbortSignal.timeout(20_000))
      const hooksId = await within(actor, tenantId, 'connections.write', (inside) => offerAddress(inside, it))
      if (hooksId !== undefined) await nudge(tenantId, 'register-webhooks', hooksId)
      const workId = await within(actor, tenantId, 'connections.write', async (inside) => {
        const streams = wantedStreams(deps, it)
        if (streams.length === 0 || (await lastWorkOf(inside, 'backfill', connectionId))) return undefined
        return begin(inside, 'backfill', connectionId, { from: null, streams })
      })
      if (workId !== undefined) await nudge(tenantId, 'backfill', workId)
      await goOn(actor, tenantId, connectionId)
      changed(tenantId)
      return { connectionId }
    },
  }

  function registered(connector: Parameters<typeof kit.appOf>[0], app: unknown): unknown {
    try {
      return kit.appOf(connector, app)
    } catch (error) {
      if (error instanceof kit.AskCustomer) throw new Conflict(error.say)
      throw error
    }
  }
}

function userOf(actor: { kind: string; userId?: string }): string {
  if (actor.kind !== 'user' || actor.userId === undefined) throw new Conflict('Only a person can sign in.')
  return actor.userId
}
