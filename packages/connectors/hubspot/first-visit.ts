import type { CanonicalRecord, Person } from '@throughline/canonical'
import type { ObjectRow } from './object-row.ts'
import { attributesOf, given } from './records.ts'
import { instant, text } from './values.ts'

/** Click ids that ad platforms put into addresses. */
const clickParameters = ['gclid', 'gbraid', 'wbraid', 'fbclid', 'msclkid', 'ttclid', 'twclid', 'li_fat_id', 'rdt_cid']
const codeParameters = /^(utm_[a-z_]+|refcode2?|source|src)$/

/**
 * The visit that HubSpot says a contact first came by, with the campaign codes and click ids of its address; nothing else of the
 * address is kept, which may say who they are. Contacts made by import or by hand have none.
 */
export function firstVisit({ properties }: ObjectRow, contact: string, person: Person): CanonicalRecord[] {
  const happenedAt = instant(properties, 'hs_analytics_first_timestamp')
  const address = parse(text(properties, 'hs_analytics_first_url'))
  if (happenedAt === undefined || !address) return []
  const parameters = [...address.searchParams].filter(([, value]) => value !== '' && !value.includes('@'))
  const codes = parameters.filter(([name]) => codeParameters.test(name))
  const clicks = parameters.filter(([name]) => clickParameters.includes(name))
  return [
    given({
      kind: 'touchpoint' as const,
      key: `${contact}:first-visit`,
      happenedAt,
      person,
      type: 'visit' as const,
      channel: 'web' as const,
      refcodes: codes.length > 0 ? Object.fromEntries(codes) : undefined,
      clickIds:
        clicks.length > 0
          ? Object.fromEntries(clicks.map(([name, value]) => [name, { value, truncated: false }]))
          : undefined,
      attributes: attributesOf({ host: address.hostname, source: text(properties, 'hs_analytics_source') }),
    }),
  ]
}

function parse(address: string | undefined): URL | undefined {
  if (address === undefined) return undefined
  try {
    return new URL(address.includes('://') ? address : `https://${address}`)
  } catch {
    return undefined
  }
}
