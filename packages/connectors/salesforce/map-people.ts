import type { CanonicalRecord, Person } from '@throughline/canonical'
import { keyIfAny, keyOf } from './ids.ts'
import { addressOf, attributesOf, known, madeAt, optOuts, withdrawals } from './map-shared.ts'
import { objects } from './objects.ts'
import type { AccountRow, ContactRow, LeadRow, QueueRow, UserRow } from './rows.ts'
import type { Config } from './schema.ts'

/** A company; or a person whom the org keeps as an account, who is the contact of the same person account. */
export function mapAccount(row: AccountRow, config: Config): CanonicalRecord[] {
  const gone = withdrawals(row, 'company')
  if (gone) return gone
  if (row.IsPersonAccount === true) return row.PersonContactId === undefined ? [] : mapPersonAccount(row, config)
  return [
    known({
      kind: 'company' as const,
      key: keyOf(row, row.Id),
      happenedAt: madeAt(row),
      name: row.Name,
      parent: keyIfAny(row, row.ParentId),
      owner: keyIfAny(row, row.OwnerId),
      attributes: attributesOf(row, objects.accounts, config, {
        type: row.Type,
        industry: row.Industry,
        source: row.AccountSource,
      }),
    }),
  ]
}

function mapPersonAccount(row: AccountRow, config: Config): CanonicalRecord[] {
  const key = keyOf(row, row.PersonContactId ?? row.Id)
  const person: Person = known({
    anonymousKey: key,
    email: row.PersonEmail,
    phone: row.PersonMobilePhone ?? row.Phone,
    externalIds: { contact: key },
    firstName: row.FirstName,
    lastName: row.LastName,
    address: addressOf({
      line1: row.PersonMailingStreet,
      city: row.PersonMailingCity,
      region: row.PersonMailingState,
      postalCode: row.PersonMailingPostalCode,
      country: row.PersonMailingCountry,
    }),
  })
  return [
    known({
      kind: 'crm_contact' as const,
      key,
      happenedAt: madeAt(row),
      person,
      createdAt: row.CreatedDate,
      owner: keyIfAny(row, row.OwnerId),
      firstSource: row.PersonLeadSource ?? row.AccountSource,
      attributes: attributesOf(row, objects.accounts, config, { personAccount: true }),
    }),
    ...optOuts(row, { email: row.PersonHasOptedOutOfEmail, call: row.PersonDoNotCall }, person),
  ]
}

export function mapContact(row: ContactRow, config: Config): CanonicalRecord[] {
  const gone = withdrawals(row, 'crm_contact')
  if (gone) return gone
  const key = keyOf(row, row.Id)
  const person: Person = known({
    anonymousKey: key,
    email: row.Email,
    phone: row.MobilePhone ?? row.Phone ?? row.HomePhone ?? row.OtherPhone,
    externalIds: { contact: key },
    firstName: row.FirstName,
    lastName: row.LastName,
    address: addressOf({
      line1: row.MailingStreet,
      city: row.MailingCity,
      region: row.MailingState,
      postalCode: row.MailingPostalCode,
      country: row.MailingCountry,
    }),
  })
  return [
    known({
      kind: 'crm_contact' as const,
      key,
      happenedAt: madeAt(row),
      person,
      createdAt: row.CreatedDate,
      // A person account's own account is the person once more.
      company: row.IsPersonAccount === true ? undefined : keyIfAny(row, row.AccountId),
      owner: keyIfAny(row, row.OwnerId),
      firstSource: row.LeadSource,
      attributes: attributesOf(row, objects.contacts, config, {
        emailBounced: row.IsEmailBounced === true || undefined,
      }),
    }),
    ...optOuts(row, { email: row.HasOptedOutOfEmail, call: row.DoNotCall }, person),
  ]
}

/** A lead; once converted it is the same person as the contact that it became. */
export function mapLead(row: LeadRow, config: Config): CanonicalRecord[] {
  const gone = withdrawals(row, 'lead')
  if (gone) return gone
  const key = keyOf(row, row.Id)
  const contact = keyIfAny(row, row.ConvertedContactId)
  const person: Person = known({
    anonymousKey: key,
    email: row.Email,
    phone: row.MobilePhone ?? row.Phone,
    externalIds: { lead: key, ...(contact === undefined ? {} : { contact }) },
    firstName: row.FirstName,
    lastName: row.LastName,
    employer: row.Company,
    address: addressOf({
      line1: row.Street,
      city: row.City,
      region: row.State,
      postalCode: row.PostalCode,
      country: row.Country,
    }),
  })
  return [
    known({
      kind: 'lead' as const,
      key,
      happenedAt: madeAt(row),
      person,
      createdAt: row.CreatedDate,
      status: row.Status,
      source: row.LeadSource,
      owner: keyIfAny(row, row.OwnerId),
      company: keyIfAny(row, row.ConvertedAccountId),
      contact,
      convertedDay: row.IsConverted === true ? row.ConvertedDate : undefined,
      opportunity: keyIfAny(row, row.ConvertedOpportunityId),
      attributes: attributesOf(row, objects.leads, config, {
        rating: row.Rating,
        converted: row.IsConverted === true || undefined,
      }),
    }),
    ...optOuts(row, { email: row.HasOptedOutOfEmail, call: row.DoNotCall }, person),
  ]
}

/** Somebody whom records belong to. The name stays in the sealed row. */
export const mapUser = (row: UserRow): CanonicalRecord[] =>
  withdrawals(row, 'owner') ?? [
    known({
      kind: 'owner' as const,
      key: keyOf(row, row.Id),
      happenedAt: madeAt(row),
      type: 'person' as const,
      active: row.IsActive,
    }),
  ]

export const mapQueue = (row: QueueRow): CanonicalRecord[] =>
  withdrawals(row, 'owner') ?? [{ kind: 'owner', key: keyOf(row, row.Id), happenedAt: madeAt(row), type: 'queue' }]
