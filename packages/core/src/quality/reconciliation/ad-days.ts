import type { Day } from '@throughline/canonical'
import { reconcile, type DifferenceCause, type Reconciled } from './causes.ts'

/** What a platform says of one of its days, all its ads together. */
export interface ClaimedDay {
  source: string
  day: Day
  /** Conversions that it claims, by its own window and by click alone; null where it does not say. */
  claimed: number
  byClick: number | null
  spend: number
  clicks: number | null
  currency: string
  /** Its day is not the client's. */
  otherZone: boolean
  /** It still changes the day. */
  provisional: boolean
}

/** What is here of a client's day for one platform. */
export interface OwnDay {
  /** Conversions whose first or last touch was one of the platform's. */
  conversions: number
  spend: number
  /** Clicks on its ads that were seen on the client's own pages. */
  clicks: number | null
  /** Conversions that our server told it of. */
  told: number
}

export interface ReconciledDay extends Reconciled {
  day: Day
  source: string
  what: 'conversions' | 'spend' | 'clicks' | 'deals'
  /** Minor units of it; null where it is a number. */
  currency: string | null
}

const none: OwnDay = { conversions: 0, spend: 0, clicks: null, told: 0 }

/** Each day's claims beside what is here, with causes. Pure. @param ownOf what is here, by source and day */
export function reconcileAds(
  claims: readonly ClaimedDay[],
  ownOf: (source: string, day: Day) => OwnDay | undefined,
  currency: string,
): ReconciledDay[] {
  const claimOf = new Map(claims.map((claim) => [`${claim.source} ${claim.day}`, claim]))
  const near = (source: string, day: Day, move: number) => {
    const at = Temporal.PlainDate.from(day).add({ days: move }).toString()
    const claim = claimOf.get(`${source} ${at}`)
    return claim ? claim.claimed - (ownOf(source, at)?.conversions ?? 0) : 0
  }
  return claims.flatMap((claim): ReconciledDay[] => {
    const { source, day, claimed, byClick, otherZone, provisional } = claim
    const own = ownOf(source, day) ?? none
    const difference = claimed - own.conversions
    const could: Partial<Record<DifferenceCause, number>> = {
      window: byClick === null ? 0 : claimed - byClick,
      counted_twice: Math.min(own.told, Math.max(0, difference)),
      // What the neighbouring days have too little of, or too much.
      time_zone: otherZone
        ? -opposite(difference, near(source, day, -1)) - opposite(difference, near(source, day, 1))
        : 0,
      late: provisional ? difference : 0,
    }
    const rows: ReconciledDay[] = [
      {
        day,
        source,
        what: 'conversions',
        currency: null,
        ...reconcile({ theirs: claimed, ours: own.conversions }, could),
      },
    ]
    const spends = reconcile(
      { theirs: claim.spend, ours: own.spend },
      {
        ...(claim.currency === currency ? {} : { currency: claim.spend - own.spend }),
        late: provisional ? claim.spend - own.spend : 0,
        time_zone: otherZone ? claim.spend - own.spend : 0,
      },
    )
    rows.push({ day, source, what: 'spend', currency: claim.currency, ...spends })
    if (claim.clicks !== null && own.clicks !== null) {
      const clicks = { theirs: claim.clicks, ours: own.clicks }
      const late = provisional ? clicks.theirs - clicks.ours : 0
      rows.push({ day, source, what: 'clicks', currency: null, ...reconcile(clicks, { late }) })
    }
    return rows
  })
}

/** How much of `other` is the opposite of `difference`: signed as `other` is, 0 where they point alike. */
function opposite(difference: number, other: number): number {
  if (Math.sign(other) !== -Math.sign(difference)) return 0
  return Math.sign(other) * Math.min(Math.abs(other), Math.abs(difference))
}
