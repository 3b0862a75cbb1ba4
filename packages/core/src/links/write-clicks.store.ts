import { deliveryChannels } from '@throughline/canonical/event'
import { inArray, sql, tables, type Inside } from '@throughline/db'
import { emitEvents } from '../events/index.ts'
import type { Click } from './follow-link.store.ts'
import { stripTracking } from './strip-tracking.ts'

const { trackedLink } = tables

/**
 * Writes clicks of one tenant as events, each with the place it came from, and counts them on their links, in one transaction. A click
 * counts as one on the campaign that bears the link's own id, since a campaign's key at its source is none of ours.
 */
export async function writeClicks(inside: Inside, clicks: readonly Click[], now: Date): Promise<void> {
  const { db } = inside
  const ids = [...new Set(clicks.map(({ linkId }) => linkId))]
  const links = await db.select().from(trackedLink).where(inArray(trackedLink.linkId, ids))
  const byId = new Map(links.map((link) => [link.linkId, link]))
  await emitEvents(
    inside,
    clicks.flatMap(({ clickId, linkId, at }) => {
      const link = byId.get(linkId)
      if (!link) return []
      const { channel, source, campaign, creative, refcode, utm, list, partner, code } = link
      const delivery = (deliveryChannels as readonly string[]).includes(channel) ? { delivery_channel: channel } : {}
      const place = { channel, source, campaign, creative, refcode, list, partner }
      return [
        {
          ...{ type: 'campaign_clicked' as const, of: clickId, at },
          properties: {
            ...{ campaign_id: linkId, ...delivery, destination_url: stripTracking(link.target) },
            ...{ link_code: code, click_id: clickId, place, utm },
          },
        },
      ]
    }),
    now,
  )
  const counted = Map.groupBy(clicks, ({ linkId }) => linkId)
  const rows = [...counted].map(([linkId, of]) => ({
    link: linkId,
    n: of.length,
    last: new Date(Math.max(...of.map(({ at }) => at.getTime()))).toISOString(),
  }))
  await db.execute(sql`
    update tracked_link l set clicks = l.clicks + c.n, last_clicked_at = greatest(l.last_clicked_at, c.last)
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as c (link uuid, n int, last timestamptz)
    where l.link_id = c.link`)
}
