const suffixes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * The 18-character form of an id, which differs from another also where case is ignored. The suffix says which of the 15
 * characters are capital letters, five at a time, lowest bit first. Anything that is no id is handed back as it is.
 * @example toId18('a0D30000001n7Pi') // 'a0D30000001n7PiEAI'
 */
export function toId18(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id
  let suffix = ''
  for (let block = 0; block < 15; block += 5) {
    let bits = 0
    for (let each = 0; each < 5; each += 1) if (/[A-Z]/.test(id.charAt(block + each))) bits |= 1 << each
    suffix += suffixes.charAt(bits)
  }
  return id + suffix
}

/** True of a 15- or 18-character id. */
export const isId = (text: string): boolean => /^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/.test(text)

/** Whose rows these are: a sandbox keeps the record ids of the org it was copied from, so that ids alone could mix two orgs. */
export interface OfOrg {
  orgId: string
}

/** A record's key everywhere: the org and Salesforce's own id. */
export const keyOf = ({ orgId }: OfOrg, id: string): string => `${orgId}:${toId18(id)}`

/** The same where the id may be missing. */
export const keyIfAny = (org: OfOrg, id: string | undefined): string | undefined =>
  id === undefined ? undefined : keyOf(org, id)

/** Salesforce's own id in a key of this org, or a bare id as people paste it; undefined for a key of another org. */
export function idIn({ orgId }: OfOrg, key: string): string | undefined {
  const id = key.startsWith(`${orgId}:`) ? key.slice(orgId.length + 1) : key
  return isId(id) ? toId18(id) : undefined
}

/** What an id is of, by its first three characters. */
export const prefixes = { contact: '003', lead: '00Q', queue: '00G' } as const
