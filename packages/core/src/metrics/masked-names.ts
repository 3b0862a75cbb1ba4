import type { Inside } from '@throughline/db'
import { sealedPeople } from '../contacts/resolve.store.ts'
import { openVault } from '../contacts/sealing.ts'
import { maskedName } from '../contacts/vault-entry.ts'
import type { Secrets } from '../secrets/index.ts'

/** Names of contacts as lists show them; those of whom nothing is kept are absent. */
export type MaskedNames = (inside: Inside, contactNos: readonly number[]) => Promise<ReadonlyMap<number, string>>

/** Opens the vault for initials alone: the names themselves go no further than this function. */
export function createMaskedNames(secrets: Secrets, now: () => Date): MaskedNames {
  return async (inside, contactNos) => {
    const people = await sealedPeople(inside, contactNos)
    // Where nobody is known there may be no key yet, and a reader may not make one.
    if (people.size === 0) return new Map()
    const keyring = await secrets.forTenant(inside, now())
    return new Map(
      [...people.values()].flatMap(({ contactNo, wrapped, vault }) =>
        vault === null ? [] : [[contactNo, maskedName(openVault(vault, keyring.openPersonKey(wrapped)))] as const],
      ),
    )
  }
}
