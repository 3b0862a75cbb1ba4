import { formatDecimal } from '@throughline/canonical'
import type { ConversionEvent, ConversionsInput } from '@throughline/connector-kit'
import { fbcOf, fbpOf } from './click-id.ts'
import { hashPerson } from './user-data.ts'

/** An event as it goes to Meta. */
export interface CapiEvent {
  event_name: string
  event_time: number
  event_id: string
  action_source: 'website' | 'system_generated'
  event_source_url?: string
  user_data: Record<string, string | string[]>
  custom_data: Record<string, string | number>
  data_processing_options: string[]
  data_processing_options_country?: number
  data_processing_options_state?: number
}

/** Why an event is not sent, in a word for the record; never with anything of the person. */
export type WhyNot =
  'too old' | 'in the future' | 'no value' | 'nobody to match' | 'no browser was seen' | 'refused by Meta'

/** Meta takes nothing older than seven days; what is nearly that old would be by the time it arrives. */
const oldestMs = 7 * 86_400_000 - 10 * 60_000
const clockDriftMs = 60_000

/**
 * Makes an event, or says why it cannot go: one bad event would take the whole request with it, so each is judged before it is sent.
 */
export function toEvent(
  event: ConversionEvent,
  { withoutBrowser }: Pick<ConversionsInput, 'withoutBrowser'>,
  now: Date,
): CapiEvent | WhyNot {
  const age = now.getTime() - Date.parse(event.happenedAt)
  if (age > oldestMs) return 'too old'
  if (age < -clockDriftMs) return 'in the future'
  if (event.name === 'Purchase' && (event.value?.minor ?? 0) <= 0) return 'no value'
  const { browser, cookies = {}, clickIds = {} } = event
  const click = { fbc: cookies['_fbc'], fbp: cookies['_fbp'], fbclid: clickIds['fbclid'] }
  const url = pageOf(browser?.url)
  const isWebsite = url !== undefined && browser?.userAgent !== undefined
  if (!isWebsite && withoutBrowser === 'leave_out') return 'no browser was seen'
  const user = compact({
    ...hashPerson(event.person),
    client_ip_address: browser?.ip,
    client_user_agent: browser?.userAgent,
    fbc: fbcOf(click),
    fbp: fbpOf(click),
  })
  if (!['em', 'ph', 'external_id', 'fbc', 'fbp'].some((name) => user[name] !== undefined)) return 'nobody to match'
  return {
    event_name: event.name,
    event_time: Math.min(Math.floor(Date.parse(event.happenedAt) / 1_000), Math.floor(now.getTime() / 1_000)),
    event_id: event.eventId,
    action_source: isWebsite ? 'website' : 'system_generated',
    ...(isWebsite ? { event_source_url: url } : {}),
    user_data: user,
    custom_data: compact({
      currency: event.value?.currency,
      // Major units, the one place where cents become a fraction.
      value: event.value && Number(formatDecimal(event.value)),
      order_id: event.orderId,
      content_category: event.category,
    }),
    data_processing_options: event.limited ? ['LDU'] : [],
    ...(event.limited
      ? { data_processing_options_country: event.limited.country, data_processing_options_state: event.limited.state }
      : {}),
  }
}

/** The page without its query: that may hold anything about anybody. */
function pageOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined
  const { origin, pathname } = new URL(url)
  return origin === 'null' ? undefined : origin + pathname
}

function compact<T>(fields: Record<string, T | undefined>): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, T] => entry[1] !== undefined))
}
