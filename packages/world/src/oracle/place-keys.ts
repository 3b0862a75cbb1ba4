/** What of a place a figure can be asked by. */
export interface Placed {
  channel: string | null
  source: string | null
  campaign: string | null
  adSet: string | null
  ad: string | null
  creative: string | null
  refcode?: string | null
}

/** Channels by which something is sent to one person; push is among the others. */
const sending = ['sms', 'email', 'call', 'mail', 'other']

/** `source:key`; `in:channel` where only the channel is known; null where nothing is. */
export function whereOf(
  place: Placed | null,
): Record<'channel' | 'campaign' | 'message' | 'ad_set' | 'ad' | 'creative' | 'refcode', string | null> {
  if (place === null)
    return { channel: null, campaign: null, message: null, ad_set: null, ad: null, creative: null, refcode: null }
  const { channel, source, campaign, adSet, ad, creative, refcode = null } = place
  const somewhere = channel === null ? null : `in:${channel}`
  const named = (key: string | null) => (key === null ? somewhere : `${source}:${key}`)
  return {
    channel,
    campaign: named(campaign),
    message: channel !== null && sending.includes(channel) ? named(campaign) : somewhere,
    ad_set: named(adSet),
    ad: named(ad),
    creative: named(creative),
    refcode: refcode ?? somewhere,
  }
}
