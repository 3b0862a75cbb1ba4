import type { Consent, Day, Message, Spend, Touchpoint } from '@throughline/canonical'
import { placeOf } from '../../ledger/index.ts'
import { placeIn, type Place } from '../place.ts'
import type { DeliveryKind } from './delivery-cell.ts'

/** The kinds of facts that delivery is made of. */
export const deliveringKinds = ['consent', 'message', 'spend', 'touchpoint'] as const
export const isDelivering = (kind: string): boolean => (deliveringKinds as readonly string[]).includes(kind)

export interface DeliveringFact {
  source: string
  withdrawn: boolean
  value: Record<string, unknown> & { kind: string; happenedAt: string }
}

/** What one fact says was delivered, on its day, at the place that it names itself. */
export interface ToldDelivery {
  day: Day
  place: Place
  /** The place is yet to be looked up: what channel its campaign is of, what its ad shows. */
  looksUp: boolean
  amounts: { kind: DeliveryKind; currency: string; minor: number; n: number }[]
}

const ofTouch: Partial<Record<Touchpoint['type'], DeliveryKind>> = {
  text_sent: 'sent',
  text_delivered: 'delivered',
  text_clicked: 'message_clicked',
  text_replied: 'replied',
  email_sent: 'sent',
  email_opened: 'opened',
  email_clicked: 'message_clicked',
}

/**
 * What a fact adds to delivery. A part of a day's whole (a breakdown) adds to nothing; nor does what a machine seems to have done,
 * a message that has not failed (its touches count), or a wish to get none that no message led to.
 */
export function toldDelivery({ source, withdrawn, value }: DeliveringFact, timeZone: string): ToldDelivery | undefined {
  if (withdrawn) return undefined
  const day = (at: string = value.happenedAt) => placeOf({ ...value, happenedAt: at }, timeZone).day
  const one = (kind: DeliveryKind) => [{ kind, currency: '', minor: 0, n: 1 }]
  switch (value.kind) {
    case 'spend': {
      const spend = value as unknown as Spend
      const amounts = amountsOf(spend)
      if (spend.breakdown !== undefined || amounts.length === 0) return undefined
      return { day: day(), place: named(source, 'ads', spend), looksUp: true, amounts }
    }
    case 'touchpoint': {
      const touch = value as unknown as Touchpoint
      const kind = ofTouch[touch.type]
      if (kind === undefined || touch.suspect) return undefined
      return { day: day(), place: named(source, touch.channel, touch), looksUp: false, amounts: one(kind) }
    }
    case 'message': {
      const message = value as unknown as Message
      if (message.status !== 'failed' || message.direction !== 'out') return undefined
      return {
        day: day(message.failedAt),
        place: named(source, message.channel, textOf(message)),
        looksUp: false,
        amounts: one('failed'),
      }
    }
    case 'consent': {
      const consent = value as unknown as Consent
      if (consent.granted || consent.message === undefined || consent.channel === 'ads') return undefined
      return {
        day: day(),
        place: named(source, consent.channel, textOf(consent)),
        looksUp: false,
        amounts: one('opted_out'),
      }
    }
    default:
      return undefined
  }
}

/** A broadcast is its own creative, as its touches say. */
const textOf = ({ campaign }: { campaign?: string | undefined }) => ({ campaign, creative: campaign })

interface Names {
  campaign?: string | undefined
  adSet?: string | undefined
  ad?: string | undefined
  creative?: string | undefined
}
function named(source: string, channel: Place['channel'], { campaign, adSet, ad, creative }: Names): Place {
  if ((campaign ?? creative ?? ad ?? adSet) === undefined) return placeIn(channel)
  return {
    ...placeIn(channel),
    source,
    campaign: campaign ?? null,
    adSet: adSet ?? null,
    ad: ad ?? null,
    creative: creative ?? null,
  }
}

function amountsOf(spend: Spend): ToldDelivery['amounts'] {
  const counted: [DeliveryKind, number | undefined][] = [
    ['impressions', spend.impressions],
    ['clicks', spend.clicks],
    ['link_clicks', spend.linkClicks],
    ['outbound_clicks', spend.outboundClicks],
    ['landing_page_views', spend.landingPageViews],
    ['video_plays', spend.videoPlays],
    ['video_completions', spend.videoCompletions],
  ]
  return [
    ...(spend.amount.minor === 0 ? [] : [{ kind: 'spend' as const, n: 1, ...spend.amount }]),
    ...counted.flatMap(([kind, n]) => (n === undefined || n === 0 ? [] : [{ kind, currency: '', minor: 0, n }])),
  ]
}
