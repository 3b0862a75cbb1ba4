import type { Codes } from '../attribution/evidence.ts'
import { askedCodes } from './asked-codes.ts'

/** What of a journey its codes are counted by. */
export interface CodedGift {
  codes: Codes
  happenedAt: number
  net: number
  currency: string
}

/** What changes in the count of one code. */
export interface CodeChange {
  code: string
  /** As it came. */
  sent: string
  firstSeen: number
  lastSeen: number
  gifts: number
  net: number
  otherCurrency: number
}

/**
 * What gifts that were written anew change in the counts of their codes: what they were goes out, what they are comes in. UTM
 * parameters are left out: nobody writes them by hand for one creative.
 * @param currency the tenant's: only amounts in it are added up
 */
export function codeChanges(
  moves: readonly { before?: CodedGift | undefined; after?: CodedGift | undefined }[],
  currency: string,
): CodeChange[] {
  const changes = new Map<string, CodeChange>()
  const count = (gift: CodedGift | undefined, sign: 1 | -1): void => {
    if (!gift) return
    for (const { code, sent, kind } of askedCodes(gift.codes)) {
      if (kind === 'utm') continue
      const known = changes.get(code)
      const change = known ?? {
        ...{ code, sent, firstSeen: gift.happenedAt, lastSeen: gift.happenedAt, gifts: 0, net: 0, otherCurrency: 0 },
      }
      change.firstSeen = Math.min(change.firstSeen, gift.happenedAt)
      change.lastSeen = Math.max(change.lastSeen, gift.happenedAt)
      change.gifts += sign
      if (gift.currency === currency) change.net += sign * gift.net
      else change.otherCurrency += sign
      if (!known) changes.set(code, change)
    }
  }
  for (const { before, after } of moves) {
    count(before, -1)
    count(after, 1)
  }
  return [...changes.values()]
}
