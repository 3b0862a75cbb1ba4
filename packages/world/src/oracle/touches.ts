import { touchTypes } from '@throughline/canonical'
import type { Known } from './known.ts'
import type { TruthEvent } from './truth.ts'

type TouchType = (typeof touchTypes)[number]

/** Where a touch came from. */
export interface TouchPlace {
  channel: string
  source: string | null
  campaign: string | null
  adSet: string | null
  ad: string | null
  creative: string | null
  refcode: string | null
}

export interface OracleTouch {
  at: number
  type: TouchType
  /** Only got or seen, nothing done: another window holds for it. */
  isView: boolean
  place: TouchPlace
}

const views: readonly TouchType[] = ['impression', 'text_sent', 'text_delivered', 'email_sent', 'email_opened']
const somewhere = { source: null, campaign: null, adSet: null, ad: null, creative: null, refcode: null }

const touch = (at: number, type: TouchType, place: TouchPlace): OracleTouch => ({
  at,
  type,
  isView: views.includes(type),
  place,
})

/** Every touch of one person in order, oldest first. */
export function touchesOf(known: Known, person: number): OracleTouch[] {
  const isTheirs = (each: { person: number }) => known.personOf(each.person) === person
  const touches: OracleTouch[] = []
  for (const text of known.rows.text.filter(isTheirs)) {
    const place = { ...somewhere, channel: 'sms', source: 'texts', campaign: text.campaign, creative: text.creative }
    // That it was sent says nothing beside that it arrived.
    if (text.deliveredAt === null) touches.push(touch(text.sentAt, 'text_sent', place))
    else touches.push(touch(text.deliveredAt, 'text_delivered', place))
    if (text.repliedAt !== null) touches.push(touch(text.repliedAt, 'text_replied', place))
  }
  for (const { at, campaign, creative } of known.rows.textClick.filter(isTheirs))
    touches.push(touch(at, 'text_clicked', { ...somewhere, channel: 'sms', source: 'texts', campaign, creative }))
  for (const event of known.events.filter(isTheirs)) {
    const type = touchOf(event)
    if (type) touches.push(touch(event.at, type, placeOf(event)))
  }
  return touches.sort((a, b) => a.at - b.at || touchTypes.indexOf(a.type) - touchTypes.indexOf(b.type))
}

function touchOf({ what, holdout, channel, viewType, engagement }: TruthEvent): TouchType | undefined {
  const email = channel === 'email'
  if (what === 'campaign_delivered' && !holdout) return email ? 'email_sent' : 'impression'
  if (what === 'campaign_viewed') return email && viewType === 'opened' ? 'email_opened' : 'impression'
  if (what === 'campaign_clicked') return email ? 'email_clicked' : 'click'
  if (what === 'user_engaged' && engagement === 'page_view') return 'visit'
  if (what === 'user_engaged' && engagement === 'form_open') return 'form_opened'
  return undefined
}

/** Push has no channel of its own. */
export const channelOf = (channel: TruthEvent['channel']): string | null => (channel === 'push' ? 'other' : channel)

/** A visit that nothing led to is direct. */
function placeOf({ campaign, creative, channel }: TruthEvent): TouchPlace {
  if (campaign === null) return { ...somewhere, channel: 'direct' }
  return { ...somewhere, channel: channelOf(channel) ?? 'direct', source: 'events', campaign, creative }
}

/** Where a code leads: the one ad or broadcast that carries it; nowhere where two campaigns do. */
export function placeOfCode(known: Known, code: string | null): TouchPlace | undefined {
  if (code === null) return undefined
  const carriers: TouchPlace[] = []
  for (const { key: creative, refcode } of known.rows.creative) {
    if (refcode !== code) continue
    for (const ad of known.rows.ad)
      if (ad.creative === creative)
        carriers.push({
          channel: 'ads',
          source: 'ads',
          campaign: ad.campaign,
          adSet: ad.adSet,
          ad: ad.key,
          creative,
          refcode,
        })
    for (const { key: campaign, ...each } of known.rows.campaign)
      if (each.creative === creative)
        carriers.push({ channel: 'sms', source: 'texts', campaign, adSet: null, ad: null, creative, refcode })
  }
  const [first, ...more] = carriers
  if (first === undefined || more.length === 0) return first
  if (more.some(({ campaign }) => campaign !== first.campaign)) return undefined
  const same = (part: 'adSet' | 'ad' | 'creative') =>
    more.every((each) => each[part] === first[part]) ? first[part] : null
  return { ...first, adSet: same('adSet'), ad: same('ad'), creative: same('creative') }
}
