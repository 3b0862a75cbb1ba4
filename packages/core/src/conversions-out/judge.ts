import type { Money } from '@throughline/canonical'
import type { ConversionEvent } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { consentSourceOf } from '../actions/may-send.store.ts'
import { openVault } from '../contacts/sealing.ts'
import { sealedPeople } from '../contacts/resolve.store.ts'
import type { VaultEntry } from '../contacts/vault-entry.ts'
import { effectiveFacts } from '../ledger/effective-facts.store.ts'
import { refundsOf } from '../ledger/facts-at.store.ts'
import type { TenantKeyring } from '../secrets/index.ts'
import type { EventName, WhyNotTold } from './conversions-out.ts'
import { mayTell } from './may-tell.ts'
import type { OutRow } from './outbox.store.ts'
import { knownPeople } from './people.store.ts'

/** What was decided of conversions: those that may be told, whole, and those that may not, each with why. */
export interface Judged {
  told: { row: OutRow; event: ConversionEvent }[]
  untold: { row: OutRow; why: WhyNotTold }[]
}

/** The platform's own id of a conversion: the same for ever, so that what is sent twice, or by the page as well, counts once. */
export const eventIdOf = ({ source, key }: Pick<OutRow, 'source' | 'key'>): string => `${source}:${key}`

/**
 * Decides, as things stand in this transaction, which conversions may be told, and opens the vault of those people alone. Decided
 * when they are chosen, and again, which is what counts, in the transaction that begins to send them.
 */
export async function judge(
  inside: Inside,
  rows: readonly OutRow[],
  { keyring, eventName }: { keyring: TenantKeyring; eventName: EventName },
): Promise<Judged> {
  const facts = await effectiveFacts(
    inside,
    rows.map(({ source, key }) => ({ kind: 'conversion', source, key })),
  )
  const factOf = new Map(facts.map((fact) => [eventIdOf(fact), fact]))
  const contactNos = [...new Set(facts.flatMap(({ contactNo }) => contactNo ?? []))]
  const [people, consentSource, givenBack] = await Promise.all([
    knownPeople(inside, contactNos),
    consentSourceOf(inside),
    givenBackOf(inside, rows),
  ])
  const judged = rows.map((row) => {
    const fact = factOf.get(eventIdOf(row))
    const amount = fact?.value['amount'] as Money | undefined
    const answer = mayTell({
      gift: fact &&
        amount && {
          withdrawn: fact.withdrawn,
          status: fact.value['status'],
          amountMinor: amount.minor,
          givenBackMinor: givenBack.get(eventIdOf(row)) ?? 0,
        },
      person: people.get(fact?.contactNo ?? 0),
      consentSource,
    })
    return { row, fact, amount, answer }
  })
  const allowed = judged.flatMap(({ fact, answer }) => (answer.ok ? (fact?.contactNo ?? []) : []))
  const sealed = await sealedPeople(inside, [...new Set(allowed)])
  const result: Judged = { told: [], untold: [] }
  for (const { row, fact, amount, answer } of judged) {
    if (!answer.ok) {
      result.untold.push({ row, why: answer.why })
      continue
    }
    const person = sealed.get(fact?.contactNo ?? 0)
    const entry = person?.vault && openVault(person.vault, keyring.openPersonKey(person.wrapped))
    if (!entry || !amount || !fact) {
      result.untold.push({ row, why: 'nobody_known' })
      continue
    }
    result.told.push({
      row,
      event: {
        eventId: eventIdOf(row),
        name: eventName,
        happenedAt: row.happenedAt,
        value: { minor: answer.amountMinor, currency: amount.currency },
        orderId: row.key,
        ...categoryOf(fact.value),
        person: personOf(entry),
        consent: answer.consent,
        ...clicksOf(fact.value, row.happenedAt),
      },
    })
  }
  return result
}

/** What was given back of each, in minor units. */
async function givenBackOf(inside: Inside, rows: readonly OutRow[]): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  for (const [source, of] of Map.groupBy(rows, (row) => row.source)) {
    const refunds = await refundsOf(
      inside,
      source,
      of.map(({ key }) => key),
    )
    for (const { refersTo, value } of refunds) {
      const id = eventIdOf({ source, key: refersTo ?? '' })
      sums.set(id, (sums.get(id) ?? 0) + (value['amount'] as Money).minor)
    }
  }
  return sums
}

const categoryOf = (value: Record<string, unknown>): Pick<ConversionEvent, 'category'> =>
  value['type'] === 'donation' ? { category: value['plan'] === undefined ? 'donation' : 'recurring_donation' } : {}

/** Never a street, an employer or an occupation. */
function personOf({ email, phone, firstName, lastName, address }: VaultEntry): ConversionEvent['person'] {
  const { city, region, postalCode, country } = address ?? {}
  const all = { email, phone, firstName, lastName, city, region, postalCode, country }
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== undefined && text.length <= 500))
}

type ClickIds = Record<string, { value: string; truncated: boolean }>

/** The gift's own moment stands for the landing's, which the source does not say. */
function clicksOf(value: Record<string, unknown>, happenedAt: string): Pick<ConversionEvent, 'clickIds'> {
  const ids = Object.entries((value['clickIds'] ?? {}) as ClickIds)
  if (ids.length === 0) return {}
  return { clickIds: Object.fromEntries(ids.map(([name, id]) => [name, { ...id, landedAt: happenedAt }])) }
}
