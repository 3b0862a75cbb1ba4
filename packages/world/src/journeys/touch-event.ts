import { createHash } from 'node:crypto'
import type { Rng } from '@throughline/stats'
import type { Client } from '../client.ts'
import type { Touch } from './touch.ts'
import type { Way } from './way.ts'

/** An event as it is sent to `POST /v1/events`. */
export interface SentEvent {
  event_id: string
  event_type: 'campaign_delivered' | 'campaign_viewed' | 'campaign_clicked' | 'user_engaged'
  timestamp: string
  user_id: string
  source: 'web' | 'backend'
  session_id?: string
  properties: Record<string, string>
  context?: Record<string, unknown>
}

/** A UUID (version 8) that is the same for the same names. */
function uuidOf(...names: string[]): string {
  const bytes = createHash('sha256').update(names.join('\0')).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const told = {
  sent: 'campaign_delivered',
  opened: 'campaign_viewed',
  clicked: 'campaign_clicked',
  seen: 'campaign_viewed',
}

/**
 * What tells of a touch: the sender of emails and the ad platform by campaign, the tracker on the client's site by the address of
 * the page. The same touch is the same event.
 * @param user the address that the person is known by everywhere
 */
export function eventOf(touch: Touch, client: Client, user: string, rng: Rng): SentEvent {
  const { at, way, type, refcode = '' } = touch
  const event_id = uuidOf('journey', client.slug, user, way, type, String(at))
  const timestamp = new Date(at).toISOString()
  if (type === 'visit')
    return {
      ...{ event_id, event_type: 'user_engaged', timestamp, user_id: user, source: 'web' },
      session_id: uuidOf('session', event_id),
      properties: { engagement_type: 'page_view' },
      context: contextOf(touch, client, rng),
    }
  return {
    ...{ event_id, event_type: told[type] as SentEvent['event_type'], timestamp, user_id: user, source: 'backend' },
    properties: {
      campaign_id: uuidOf('campaign', client.slug, refcode),
      delivery_channel: way === 'email' ? 'email' : 'ads',
      ...(type === 'opened' ? { view_type: 'opened' } : {}),
    },
  }
}

const partners = ['commongood.example', 'neighborvoices.example', 'thedailyripple.example']

/** What the tracker sees of a page that somebody came to that way. */
function contextOf({ way, refcode, refcode2 }: Touch, client: Client, rng: Rng): Record<string, unknown> {
  const home = `https://www.${client.slug}.example/`
  const page = (path: string, referrer?: string) => ({
    page: { url: `${home}${path}`, ...(referrer ? { referrer } : {}) },
  })
  const base = { platform: 'Web', library: { name: 'throughline-tracker', version: '1.0.0' } }
  const codes = { ...(refcode ? { refcode } : {}), ...(refcode2 ? { refcode2 } : {}) }
  const utm = utmOf(way, refcode, rng)
  switch (way) {
    case 'ads':
      return { ...base, ...page('give', 'https://l.facebook.com/'), ...codes, utm, click_ids: clickOf(refcode2, rng) }
    case 'search':
      return { ...base, ...page('', rng.chance(0.85) ? 'https://www.google.com/' : 'https://duckduckgo.com/') }
    case 'social':
      return { ...base, ...page('stories', rng.pick(['https://bsky.app/', 'https://www.reddit.com/'])) }
    case 'partner':
      return { ...base, ...page('give', `https://${rng.pick(partners)}/`), utm }
    case 'direct':
    case 'web':
      return { ...base, ...page(rng.pick(['', 'give', 'about'])) }
    case 'email':
    case 'sms':
      return { ...base, ...page('give'), ...codes, ...(utm ? { utm } : {}) }
  }
}

function utmOf(way: Way, refcode: string | undefined, rng: Rng): Record<string, string> | undefined {
  if (way === 'partner') return { source: rng.pick(partners).split('.')[0] ?? '', medium: 'partner' }
  if (refcode === undefined) return undefined
  if (way === 'ads') return { source: 'facebook', medium: 'paid_social', campaign: refcode }
  return { source: way === 'sms' ? 'switchboard' : 'newsletter', medium: way, campaign: refcode }
}

/** A code of so many characters was cut on its way. */
const cutAt = 48
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** The click's own id: what a gift's second code begins with, where it has one. */
function clickOf(refcode2: string | undefined, rng: Rng): Record<string, string> {
  const word = (length: number) => Array.from({ length }, () => letters[rng.below(letters.length)]).join('')
  if (refcode2 === undefined) return { fbclid: `IwZXh0bgNhZW0BMAB${word(42)}` }
  const known = refcode2.slice('fb_'.length)
  return { fbclid: refcode2.length < cutAt ? known : `${known}${word(12)}` }
}
