import type { AskCustomer, ProviderChanged, RetryLater } from '@throughline/connector-kit'
import { keepAccounts } from './account.store.ts'
import { jobOf } from './connection.store.ts'
import type { KnownConnection } from './known-connection.store.ts'
import { connectOptions, type ReadDeps } from './read-deps.ts'

/** How a check went wrong: what the runner says of a slice, in the same words. */
export type CheckFault =
  | { outcome: 'later'; at: Date; error: RetryLater }
  | { outcome: 'ask'; error: AskCustomer }
  | { outcome: 'changed'; error: ProviderChanged }

/**
 * Tries a connection's credentials and keeps the accounts that they speak for. @returns what is wrong, or undefined where all is
 * well. @throws any other fault
 */
export async function checkAndKeep(
  deps: ReadDeps,
  known: KnownConnection,
  signal: AbortSignal,
): Promise<CheckFault | undefined> {
  const { AskCustomer, ProviderChanged, RetryLater } = deps.kit
  try {
    const accounts = await deps.kit.checkConnection(connectOptions(deps, known, signal))
    known.accounts = [...accounts]
    await deps.door.withTenant(jobOf(known.tenantId, 'check-connection'), known.tenantId, (inside) =>
      keepAccounts(inside, known, accounts, deps.now()),
    )
    return undefined
  } catch (error) {
    if (error instanceof RetryLater) return { outcome: 'later', at: error.at, error }
    if (error instanceof AskCustomer) return { outcome: 'ask', error }
    if (error instanceof ProviderChanged) return { outcome: 'changed', error }
    throw error
  }
}
