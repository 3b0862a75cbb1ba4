/** One share of a deal that a campaign is given, through a contact of the deal where one is named. */
export interface Share {
  campaign: string
  contact?: string | undefined
  /** 0–100. */
  percent: number
}

/** A row of Salesforce's. */
export interface InfluenceRow extends Share {
  id: string
  opportunity: string
}

export interface InfluenceDiff {
  insert: (Share & { opportunity: string })[]
  update: (InfluenceRow & { was: number })[]
  remove: InfluenceRow[]
}

const hundredths = (percent: number): number => Math.round(percent * 100)

/**
 * Shares with two places, as Salesforce keeps them, that come to what they came to before: what rounding takes from some, those get
 * that lost most. Shares of nothing are left out.
 */
export function rounded(shares: readonly Share[]): Share[] {
  const parts = shares.map((share, index) => ({ share, index, down: Math.floor(share.percent * 100 + 1e-6) }))
  const whole = hundredths(shares.reduce((sum, { percent }) => sum + percent, 0))
  let left = Math.min(parts.length, Math.max(0, whole - parts.reduce((sum, { down }) => sum + down, 0)))
  const lost = ({ share, down }: (typeof parts)[number]) => share.percent * 100 - down
  for (const part of [...parts].sort((a, b) => lost(b) - lost(a) || a.index - b.index)) {
    if (left === 0) break
    part.down += 1
    left -= 1
  }
  return parts.flatMap(({ share, down }) => (down === 0 ? [] : [{ ...share, percent: down / 100 }]))
}

const place = (opportunity: string, { campaign, contact }: Share): string =>
  `${opportunity} ${campaign} ${contact ?? ''}`

/** What has to be done so that exactly the wanted shares stand, by their natural key; a second row of one key goes. */
export function diffInfluence(
  standing: readonly InfluenceRow[],
  wanted: ReadonlyMap<string, readonly Share[]>,
): InfluenceDiff {
  const diff: InfluenceDiff = { insert: [], update: [], remove: [] }
  const byPlace = Map.groupBy(standing, (row) => place(row.opportunity, row))
  for (const [opportunity, shares] of wanted)
    for (const share of shares) {
      const [row, ...doubles] = byPlace.get(place(opportunity, share)) ?? []
      byPlace.delete(place(opportunity, share))
      diff.remove.push(...doubles)
      if (!row) diff.insert.push({ ...share, opportunity })
      else if (hundredths(row.percent) !== hundredths(share.percent))
        diff.update.push({ ...row, percent: share.percent, was: row.percent })
    }
  for (const rows of byPlace.values()) diff.remove.push(...rows)
  // What gives room comes before what takes it.
  diff.update.sort((a, b) => a.percent - a.was - (b.percent - b.was))
  return diff
}
