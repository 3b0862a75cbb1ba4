import { Conflict, Invalid, NotFound } from '@throughline/canonical'
import type { Action, AnyConnector, ConnectOptions } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import type { ReadDeps } from '../connections/index.ts'
import { readKnownConnection, type KnownConnection } from '../connections/known-connection.store.ts'
import { connectOptions } from '../connections/read-deps.ts'
import { connectorFor } from '../ingest/connector-for.ts'
import { personHasher } from '../contacts/resolve.ts'
import { normaliseEmail, normalisePhone } from '../contacts/index.ts'
import { maySend, type Permission } from './may-send.ts'
import { consentSourceOf, knownRecipient } from './may-send.store.ts'

/** A connector's action over one connection, ready to be previewed or done. */
export interface OpenAction {
  known: KnownConnection
  connector: AnyConnector
  action: Action<unknown, unknown>
  options: (signal: AbortSignal) => ConnectOptions<unknown, unknown>
}

/** @throws NotFound where there is no such connection */
export async function openConnection(
  deps: ReadDeps,
  inside: Inside,
  connectionId: string,
): Promise<Pick<OpenAction, 'known' | 'connector'>> {
  const known = await readKnownConnection(inside, deps.secrets, connectionId, deps.now())
  const connector = known && connectorFor(deps, known)
  if (!known || !connector || known.state === 'disconnected') throw new NotFound('No such connection.')
  return { known, connector }
}

/** @throws NotFound where there is no such connection or action, Conflict where the connection rests */
export async function openAction(
  deps: ReadDeps,
  inside: Inside,
  { connectionId, name }: { connectionId: string; name: string },
): Promise<OpenAction> {
  const { known, connector } = await openConnection(deps, inside, connectionId)
  const action = Object.hasOwn(connector.actions, name) ? connector.actions[name] : undefined
  if (!action) throw new NotFound('This source has no such action.')
  if (known.state !== 'active') throw new Conflict('The connection is paused or needs attention first.')
  return { known, connector, action, options: (signal) => connectOptions(deps, known, signal) }
}

/** @throws Invalid naming the first field that does not fit */
export function inputOf({ action }: Pick<OpenAction, 'action'>, input: unknown): unknown {
  const parsed = action.input.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Invalid(issue?.message ?? 'This does not fit.', issue?.path.join('.') || 'input')
}

/** False where the person who signed in at the source did not allow changes. */
export function mayAct({ connector, known }: Pick<OpenAction, 'connector' | 'known'>): boolean {
  const secrets = connector.auth.secrets.safeParse(known.secrets)
  return !connector.oauth?.mayAct || (secrets.success && connector.oauth.mayAct(secrets.data))
}

/**
 * Whether an action that reaches a person may reach them now. Asked when it is previewed and asked for, and, what counts, in the
 * transaction that begins it.
 */
export async function maySendNow(
  deps: Pick<ReadDeps, 'now'>,
  inside: Inside,
  { action, known }: Pick<OpenAction, 'action' | 'known'>,
  input: unknown,
): Promise<Permission> {
  const recipient = await action.recipient?.(input)
  if (!recipient) return { ok: true }
  const phone = normalisePhone(recipient.phone)
  const email = normaliseEmail(recipient.email)
  const hash = personHasher(known.keyring)
  const people = [
    ...(phone ? [hash({ phone, anonymousKey: phone }, known.connector).key] : []),
    ...(email ? [hash({ email, anonymousKey: email }, known.connector).key] : []),
  ]
  const { words, erased } = await knownRecipient(inside, people)
  const consentSource = await consentSourceOf(inside)
  return maySend({ channel: recipient.channel, phone, consentSource, words, erased, now: deps.now() })
}
