import type { CanonicalRecord, Conversion, Person, Refund } from '@throughline/canonical'
import type { ObservedRow } from '../observed-row.ts'

/** Somebody who gives, known by an email. */
export function donor(name: string, more: Partial<Person> = {}): Person {
  return {
    email: `${name}@example.org`,
    firstName: name,
    lastName: 'Example',
    anonymousKey: `order of ${name}`,
    ...more,
  }
}

/** A gift as a connector maps it: 25.00 USD with its fee, approved. */
export function gift(key: string, person: Person, more: Partial<Conversion> = {}): Conversion {
  const amount = more.amount ?? { minor: 2500, currency: 'USD' }
  return {
    kind: 'conversion',
    key,
    type: 'donation',
    happenedAt: '2026-11-10T18:00:00.000Z',
    person,
    amount,
    fee: { amount: { minor: Math.round(amount.minor * 0.0395), currency: amount.currency }, estimated: false },
    status: 'approved',
    ...more,
  }
}

/** Money given back for a gift. */
export function refund(of: Conversion, more: Partial<Refund> = {}): Refund {
  return {
    kind: 'refund',
    key: of.key,
    type: 'refund',
    of: of.key,
    happenedAt: '2026-11-15T18:00:00.000Z',
    ...(of.person ? { person: of.person } : {}),
    amount: of.amount,
    ...(of.fee ? { feeReturned: of.fee } : {}),
    ...more,
  }
}

/** A row of a stream that speaks of these records. */
export function row(key: string, records: CanonicalRecord[], more: Partial<ObservedRow> = {}): ObservedRow {
  const person = records.map((record) => ('person' in record ? record.person : undefined)).find(Boolean)
  return {
    source: 'acme',
    stream: 'gifts',
    key,
    rank: 10,
    raw: { key, records },
    records,
    ...(person ? { person } : {}),
    ...more,
  }
}
