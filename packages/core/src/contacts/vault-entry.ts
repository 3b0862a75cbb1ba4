import type { Person } from '@throughline/canonical'

/** What the vault holds of a person: nothing that consent or a receipt does not need. */
export interface VaultEntry {
  firstName?: string
  lastName?: string
  email?: string
  phone?: string
  address?: NonNullable<Person['address']>
  /** When the newest record that spoke of this person happened. */
  at: string
}

const fields = ['firstName', 'lastName', 'email', 'phone'] as const

/**
 * What the vault should hold after one more record of a person: newer non-empty fields win, older ones only fill gaps, an empty
 * field never erases. Undefined where nothing changes.
 */
export function vaultAfter(before: VaultEntry | undefined, person: Person, happenedAt: string): VaultEntry | undefined {
  const newer = before === undefined || happenedAt >= before.at
  const after: VaultEntry = before ? { ...before } : { at: happenedAt }
  let changed = false
  for (const field of fields) {
    const said = person[field]?.trim()
    if (said && said !== after[field] && (newer || after[field] === undefined)) {
      after[field] = said
      changed = true
    }
  }
  const address = Object.fromEntries(Object.entries(person.address ?? {}).filter(([, text]) => text?.trim()))
  if (
    Object.keys(address).length > 0 &&
    (newer || after.address === undefined) &&
    JSON.stringify(address) !== JSON.stringify(after.address)
  ) {
    after.address = address
    changed = true
  }
  if (!changed) return undefined
  if (newer) after.at = happenedAt
  return after
}

/** A name as lists show it: `A… E…`, or `Someone` where none is known. */
export function maskedName(entry: Pick<VaultEntry, 'firstName' | 'lastName'> | undefined): string {
  const initials = [entry?.firstName, entry?.lastName].flatMap((name) => {
    const [first] = name?.trim() ?? ''
    return first ? [`${first.toUpperCase()}…`] : []
  })
  return initials.length > 0 ? initials.join(' ') : 'Someone'
}
