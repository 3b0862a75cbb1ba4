export * from './as-of.store.ts'
export type * from './batch.ts'
export * from './facts-at.store.ts'
export { checkRowCounts, repairRowCounts } from './row-counts.store.ts'
export { noHour, placeOf, type Movement } from './movement.ts'
export { movementsOf, type Counted } from './movements-of.ts'
export { net, netSign } from './net.ts'
export type { ObservedRow } from './observed-row.ts'
export { contactLinks, mergedContacts, peopleAt, peopleChanges, peopleOver } from './people.store.ts'
export type { PeopleChange } from './people-changes.ts'
export { isGift, signOf, type People, type PeopleStrip } from './people.ts'
export { dayBounds, zoneClock, type LocalTime } from './zone-clock.ts'
export { causeOf } from './cause-of.ts'
export { stripKinds } from './strip-entry.ts'
export { mergeClosedDays, peopleStrips } from './strips.store.ts'
export { numbersIn } from './strip-columns.ts'
export { writeBatch } from './write-batch.ts'
export { beginRestating, catchUp, factsBehind, finishRestating, restatePage, type Restating } from './restate-zone.ts'
export { dropRestated } from './restated.store.ts'
export { wantedZone } from './head.store.ts'
export { effectiveFacts } from './effective-facts.store.ts'
export { writeOwnFacts, type OwnFact } from './write-own-facts.ts'
export { mergeContacts, unmergeContact } from './merge-contacts.ts'
export {
  checkLedger,
  repairLedger,
  type LedgerCheck,
  type MovementDifference,
  type StripDifference,
} from './rebuild.ts'
export { resettle } from './resettle.ts'
export { fxRates, writeFxRates } from './fx.store.ts'
export { convert, inCurrency, type FxRate, type InCurrency } from './fx.ts'
