import type { OracleCell } from './ask.ts'
import { wallAt } from './local-time.ts'
import type { Known } from './known.ts'
import { whereOf, type Placed } from './place-keys.ts'
import type { AdDay } from './truth.ts'

/** What platforms and senders tell. */
export type ToldMeasure =
  'spend' | 'ad_spend' | 'text_spend' | 'impressions' | 'clicks' | 'link_clicks' | 'told_delivered' | 'told_opted_out'

/** Ads' days are the ad account's own; what happened to a text has its moment. */
export function toldCells(known: Known, measure: ToldMeasure): OracleCell[] {
  const { adDay, text, optOut } = known.rows
  const days = (value: (row: AdDay) => number, isMoney: boolean): OracleCell[] =>
    adDay.map((row) => ({
      day: row.day,
      where: { day: row.day, ...whereOf(placeOf(known, row)) },
      currency: isMoney ? row.currency : null,
      value: value(row),
    }))
  const moments = (list: readonly { campaign: string; at: number }[]): OracleCell[] =>
    list.map(({ campaign, at }) => {
      const { day } = wallAt(known.truth.zone, at)
      const place = { ...nothing, channel: 'sms', source: 'texts', campaign, creative: campaign }
      return { day, where: { day, ...whereOf(place) }, currency: null, value: 1 }
    })
  switch (measure) {
    case 'spend':
      return days(({ minor }) => minor, true)
    case 'ad_spend':
      return days(({ minor }) => minor, true).filter(({ where }) => where.channel === 'ads')
    case 'text_spend':
      return days(({ minor }) => minor, true).filter(({ where }) => where.channel === 'sms')
    case 'impressions':
      return days(({ impressions }) => impressions, false)
    case 'clicks':
      return days(({ clicks }) => clicks, false)
    case 'link_clicks':
      return days(({ linkClicks }) => linkClicks, false)
    case 'told_delivered':
      return moments(
        text.flatMap(({ campaign, deliveredAt }) => (deliveredAt === null ? [] : [{ campaign, at: deliveredAt }])),
      )
    case 'told_opted_out':
      return moments(optOut)
  }
}

const nothing = { adSet: null, ad: null, creative: null }

/** An ad's day says which ad; what the ad shows, the ad itself says. */
function placeOf({ rows }: Known, { campaign, adSet, ad, creative }: AdDay): Placed {
  if (ad === null) return { channel: 'sms', source: 'texts', campaign, adSet, ad, creative }
  const shows = rows.ad.find(({ key }) => key === ad)?.creative ?? null
  return { channel: 'ads', source: 'ads', campaign, adSet, ad, creative: shows }
}
