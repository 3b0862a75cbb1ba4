import type { AudienceList, CrmContact, Message } from '@throughline/canonical'
import { known } from './records.ts'
import type { InboxRow, Phone, PhoneList } from './schema.ts'

/** A message that came in. What it says stays in the sealed row; what it means for consent is a row of `opt_outs`. */
export function mapInboxRow(row: InboxRow): Message[] {
  if (!row.received_at) return []
  return [
    known({
      kind: 'message' as const,
      key: `in:${row.id}`,
      happenedAt: row.received_at.instant,
      person: known({ phone: row.phone_number, anonymousKey: `in:${row.id}` }),
      channel: 'sms' as const,
      direction: 'in' as const,
      status: 'received' as const,
      campaign: row.broadcast_id,
      attributes: row.received_at.zoneless ? { zoneless: true } : undefined,
    }),
  ]
}

/** A list that broadcasts are sent to; without any time of its own it cannot be dated, and the raw row is all there is. */
export function mapPhoneList(row: PhoneList): AudienceList[] {
  const at = row.created_at ?? row.modified_at ?? row.updated_at
  if (!at) return []
  return [
    known({
      kind: 'audience_list' as const,
      key: row.id,
      happenedAt: at.instant,
      name: row.name ?? row.title ?? row.id,
      size: row.phone_count ?? row.size ?? row.count ?? row.total,
      status: row.status,
    }),
  ]
}

/** A person as the organisation has them in Switchboard. */
export function mapPhone(row: Phone): CrmContact[] {
  const at = row.created_at ?? row.modified_at ?? row.updated_at
  if (!at) return []
  const address = known({ region: row.state_abbr, postalCode: row.zip_code })
  return [
    known({
      kind: 'crm_contact' as const,
      key: row.id,
      happenedAt: at.instant,
      createdAt: row.created_at?.instant,
      person: known({
        phone: row.phone_number,
        email: row.email_address,
        firstName: row.first_name,
        lastName: row.last_name,
        address: Object.keys(address).length > 0 ? address : undefined,
        anonymousKey: `phone:${row.id}`,
      }),
      firstSource: row.custom_source,
    }),
  ]
}
