import type { Claim } from '../claims.ts'
import type { CodeIndex } from './code-index.ts'
import { compareCodes, likenesses, looksAlike, partsOf, type Likeness } from './compare-codes.ts'

/** A code that is carried, as the possible meaning of one that came. */
export interface Candidate {
  code: string
  claim: Claim
  likeness: Likeness
  alike: number
  /** The share of the words of the code that came which carried codes are made of: of all of them it may be a code that nobody has read. */
  known: number
  /** The day that the code which came names and this one does not, milliseconds since 1970. */
  ownDay: number | null
}

/** How many codes are compared, and how many of them weighed. */
const [compared, weighed] = [40, 8]
/** Codes that are less alike than this are not the same code by any accident that has been seen. */
const leastAlike = 0.5

/** What could be meant by a code that nobody carries, the likest first. */
export function candidatesFor(
  code: string,
  index: CodeIndex,
  claimOf: (code: string) => Claim | undefined,
): Candidate[] {
  const came = partsOf(code)
  const known = index.known(came)
  const day = dayIn(came.digits)
  const found = index.near(came, compared).flatMap((carried): Candidate[] => {
    const claim = claimOf(carried.code)
    const likeness = compareCodes(came, carried)
    const alike = looksAlike(likeness)
    // The same words with other numbers: codes are numbered through, so it is another creative's, which nobody has read.
    const isSibling = likeness.siblings === 1 && came.digits.length === carried.digits.length
    return claim && !isSibling && alike >= leastAlike
      ? [{ code: carried.code, claim, likeness, alike, known, ownDay: day === dayIn(carried.digits) ? null : day }]
      : []
  })
  return found.sort((a, b) => b.alike - a.alike || (a.code < b.code ? -1 : 1)).slice(0, weighed)
}

/** Signs that mean more together than each alone. */
const together = [
  'ownDay',
  'ownDaySibling',
  'allKnown',
  'knownSlip',
  'knownFresh',
  'knownVariant',
  'freshVariant',
  'slip',
  'slipAlone',
  'partAlone',
  'freshEdit',
  'freshSibling',
  'freshPart',
  'freshAhead',
] as const

/** What is weighed: the likenesses, how it stands among its rivals, and when its campaign began. */
export const signs = [...likenesses, 'rivals', 'ahead', 'noRival', 'tooEarly', 'fresh', ...together] as const
export type Signs = Record<(typeof signs)[number], number>

const dayMs = 86_400_000

/** @param happenedAt of the conversion, milliseconds since 1970 */
export function signsOf(candidate: Candidate, all: readonly Candidate[], happenedAt: number): Signs {
  const others = all.filter((other) => !isSame(other.claim, candidate.claim))
  const rivals = others.filter(({ alike }) => alike >= candidate.alike - 0.03).length
  const next = others.reduce((best, { alike }) => Math.max(best, alike), leastAlike)
  const { startsAt } = candidate.claim
  const days = startsAt === null ? null : (happenedAt - startsAt) / dayMs
  const { likeness } = candidate
  const ahead = Math.max(-0.3, Math.min(0.3, candidate.alike - next)) / 0.3
  const fresh = days === null || days < -0.5 ? 0 : Math.exp(-Math.max(0, days) / 7)
  const part = +(likeness.cutAfter + likeness.cutBefore + likeness.longer > 0)
  const slip = +(likeness.sameDigits === 1 && likeness.edit >= 0.8)
  const allKnown = +(candidate.known === 1)
  const isAlone = +(rivals === 0)
  const sinceOwn = candidate.ownDay === null ? -1 : (happenedAt - candidate.ownDay) / dayMs
  const ownDay = +(sinceOwn >= 0 && sinceOwn < 90)
  return {
    ...likeness,
    ...{ ownDay, ownDaySibling: ownDay * likeness.siblings },
    ...{ rivals: Math.log1p(rivals), ahead, noRival: +(others.length === 0) },
    ...{ tooEarly: +(days !== null && days < -0.5), fresh },
    ...{ allKnown, knownSlip: allKnown * slip, knownFresh: allKnown * fresh },
    ...{ knownVariant: allKnown * likeness.variant, freshVariant: fresh * likeness.variant },
    ...{ slip, slipAlone: slip * isAlone, partAlone: part * isAlone },
    ...{ freshEdit: fresh * likeness.edit, freshSibling: fresh * likeness.siblings, freshPart: fresh * part },
    freshAhead: fresh * ahead,
  }
}

/** A day that digits begin with, as `20261110` or `261110`. */
function dayIn(digits: string): number | null {
  const [, year, month, day] = /^(?:20)?(2\d)(0[1-9]|1[0-2])([0-2]\d|3[01])/.exec(digits) ?? []
  return year === undefined ? null : Date.UTC(2000 + Number(year), Number(month) - 1, Number(day))
}

/** Two claims of one creative, or of one campaign where no creative is known, stand for the same. */
const isSame = (a: Claim, b: Claim): boolean =>
  a.source === b.source &&
  (a.creative !== null || b.creative !== null ? a.creative === b.creative : a.campaign === b.campaign)
