import type { CanonicalRecord, Consent, Message, Person, Touchpoint } from '@throughline/canonical'
import { linkOf, slugOf } from './links.ts'
import { known } from './records.ts'
import type { Click, OptOut, PhoneMessage } from './schema.ts'
import type { Config } from './settings.ts'
import type { Moment } from './times.ts'

/** A click so soon after the message arrived is a carrier's or a preview's, not a person's. */
const botSeconds = 5
/** So many clicks on one message within its first minute are a machine's. */
const botClicks = 5
const botMinuteMs = 60_000

/** Only somebody with a number is one person; without, each message stands for its own nobody. */
function personOf(row: { id: string; to_number?: string | undefined; phone_number?: string | undefined }): Person {
  return known({ phone: row.to_number ?? row.phone_number, anonymousKey: row.id })
}

/** One message: where it stands, and a dated touch for each thing that happened to it. Clicks and opting out are rows of their own. */
export function mapMessage(row: PhoneMessage): CanonicalRecord[] {
  const first = row.sent_at ?? row.delivered_at ?? row.failed_at ?? row.replied_at ?? row.broadcast_at
  if (!first) return []
  const person = personOf(row)
  const touch = (type: Touchpoint['type'], what: string, at: Moment | undefined): Touchpoint[] =>
    at ? [toTouch(row, { type, key: `${row.id}:${what}`, at, person })] : []
  return [
    toMessage(row, first, person),
    ...touch('text_sent', 'sent', row.sent_at),
    ...touch('text_delivered', 'delivered', row.delivered_at),
    ...touch('text_replied', 'replied', row.replied_at),
  ]
}

function toMessage(row: PhoneMessage, first: Moment, person: Person): Message {
  const times = [row.sent_at, row.delivered_at, row.failed_at, row.replied_at]
  return known({
    kind: 'message' as const,
    key: row.id,
    happenedAt: first.instant,
    person,
    channel: 'sms' as const,
    direction: 'out' as const,
    status: statusOf(row),
    sourceStatus: row.status,
    campaign: row.broadcast_id,
    sentAt: row.sent_at?.instant,
    deliveredAt: row.delivered_at?.instant,
    failedAt: row.failed_at?.instant,
    errorCode: row.error_code,
    attributes: attributesOf({
      clicks: row.clicks,
      zoneless: times.some((time) => time?.zoneless) || undefined,
    }),
  })
}

/** The later of delivered and failed counts: a delivered message may become a failed one. Without times the source's word. */
function statusOf({ sent_at, delivered_at, failed_at, status = '' }: PhoneMessage): Message['status'] {
  if (failed_at && (!delivered_at || failed_at.instant >= delivered_at.instant)) return 'failed'
  if (delivered_at) return 'delivered'
  const word = status.toLowerCase()
  if (/undeliver|fail|error|reject|bounce/.test(word)) return 'failed'
  if (/^(?:delivered|clicked|replied|opted_?out)$/.test(word)) return 'delivered'
  if (sent_at || word === 'sent') return 'sent'
  return /queue|pending|schedul|sending|created|accepted/.test(word) ? 'queued' : 'unknown'
}

/** A click on its own date. Only the last one of a message is dated by the source; earlier ones are kept as they were seen. */
export function mapClick(row: Click, { links }: Config): Touchpoint[] {
  const { click_url: url, last_click_at: at } = row
  const link = url === undefined ? undefined : linkOf(url, links)
  const slug = url === undefined || link?.refcodes ? undefined : slugOf(url)
  const touch = toTouch(row, { type: 'text_clicked', key: clickKey(row), at, person: personOf(row) })
  return [
    known({
      ...touch,
      refcodes: touch.refcodes || link?.refcodes ? { ...touch.refcodes, ...link?.refcodes } : undefined,
      clickIds: slug === undefined ? undefined : { shortlink: { value: slug, truncated: false } },
      suspect: isSuspect(row) || undefined,
    }),
  ]
}

export const clickKey = ({ id, last_click_at: at }: Click): string => `${id}:clicked:${at.instant}`

function isSuspect({ last_click_at, delivered_at, sent_at, clicks = 1 }: Click): boolean {
  const arrived = delivered_at ?? sent_at
  if (!arrived) return false
  const afterMs = Date.parse(last_click_at.instant) - Date.parse(arrived.instant)
  return afterMs < botSeconds * 1_000 || (clicks >= botClicks && afterMs < botMinuteMs)
}

type Touched = Pick<PhoneMessage, 'id' | 'broadcast_id'> &
  Partial<Pick<PhoneMessage, 'refcodeSB' | 'refcode_sb' | 'metadata'>>

/** The token that ties a gift to this one message, where the source tells it. */
function tokenOf({ refcodeSB, refcode_sb, metadata }: Touched): Record<string, string> | undefined {
  const token = refcodeSB ?? refcode_sb ?? metadata?.refcodeSB ?? metadata?.refcode_sb
  return token === undefined ? undefined : { refcodeSB: token }
}

function toTouch(
  row: Touched,
  { type, key, at, person }: { type: Touchpoint['type']; key: string; at: Moment; person: Person },
): Touchpoint {
  return known({
    kind: 'touchpoint' as const,
    key,
    happenedAt: at.instant,
    person,
    type,
    channel: 'sms' as const,
    campaign: row.broadcast_id,
    creative: row.broadcast_id,
    message: row.id,
    refcodes: tokenOf(row),
    attributes: attributesOf({ zoneless: at.zoneless || undefined }),
  })
}

/** Somebody no longer wants texts: it outranks everything and nothing that is read later takes it back. */
export function mapOptOut(row: OptOut): Consent[] {
  return [
    known({
      kind: 'consent' as const,
      key: `${row.id}:opted_out`,
      happenedAt: row.opted_out_at.instant,
      person: personOf(row),
      channel: 'sms' as const,
      purpose: 'marketing',
      granted: false,
      source: sources[row.via],
      // The same opting out seen elsewhere is not another one.
      message: row.via === 'message' ? row.id : undefined,
      campaign: row.via === 'message' ? row.broadcast_id : undefined,
    }),
  ]
}

const sources = {
  message: 'Switchboard: opted out of a broadcast',
  reply: 'Switchboard: a reply with an opt-out word',
  inbox: 'Switchboard: marked as opted out in the inbox',
}

function attributesOf(fields: Record<string, string | number | boolean | undefined>) {
  const present = known(fields)
  return Object.keys(present).length > 0 ? (present as Record<string, string | number | boolean>) : undefined
}
