import type {
  CanonicalRecord,
  Consent,
  Call as CallRecord,
  Message as MessageRecord,
  Person,
  Touchpoint,
} from '@throughline/canonical'
import { saysOptedOut, wordOf } from './opt-out.ts'
import type { Call, Contact, Message, PhoneNumber } from './schema.ts'

const instant = (moment: string): string => Temporal.Instant.from(moment).toString({ smallestUnit: 'millisecond' })
const at = (moment: string | null | undefined): string | undefined => (moment ? instant(moment) : undefined)
/** Drops what is not known. */
function known<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== null),
  ) as never
}
/** A short code and a withheld number are nobody who could be known by it. */
const personOf = (party: string | null | undefined, anonymousKey: string): Person =>
  party?.startsWith('+') ? { phone: party, anonymousKey } : { anonymousKey }

/** One message, with what it did to each person it reached, and what they said of being written to. */
export function mapMessage(row: Message): CanonicalRecord[] {
  const happenedAt = instant(row.createdAt)
  const changedAt = at(row.updatedAt) ?? happenedAt
  const incoming = row.direction === 'incoming'
  const others = incoming ? [row.from] : row.to
  const person = personOf(others[0], row.id)
  const status = statusOf(row.status, incoming)
  const message: MessageRecord = known({
    kind: 'message' as const,
    key: row.id,
    happenedAt,
    person,
    channel: 'sms' as const,
    direction: incoming ? ('in' as const) : ('out' as const),
    status,
    sourceStatus: row.status,
    sender: row.phoneNumberId ?? undefined,
    conversation: row.conversationId ?? undefined,
    ...(incoming ? {} : { sentAt: happenedAt }),
    ...(status === 'delivered' ? { deliveredAt: changedAt } : {}),
    ...(status === 'failed' ? { failedAt: changedAt } : {}),
    errorCode: row.errorCode === null || row.errorCode === undefined ? undefined : String(row.errorCode),
    ...(others.length > 1 ? { attributes: { recipients: others.length } } : {}),
  })
  return [message, ...others.flatMap((other, n) => touchesOf(row, other, n, status)), ...consentsOf(row, others[0])]
}

function touchesOf(
  row: Message,
  other: string | null | undefined,
  n: number,
  status: MessageRecord['status'],
): Touchpoint[] {
  const person = personOf(other, `${row.id}:${n}`)
  const touch = (type: Touchpoint['type'], happenedAt: string): Touchpoint => ({
    kind: 'touchpoint',
    key: `${row.id}:${n}:${type}`,
    happenedAt,
    person,
    type,
    channel: 'sms',
    message: row.id,
  })
  if (row.direction === 'incoming') return [touch('text_replied', instant(row.createdAt))]
  const sent = status === 'failed' || status === 'queued' ? [] : [touch('text_sent', instant(row.createdAt))]
  return status === 'delivered' ? [...sent, touch('text_delivered', instant(row.updatedAt ?? row.createdAt))] : sent
}

function consentsOf(row: Message, other: string | null | undefined): Consent[] {
  const consent = (granted: boolean, happenedAt: string, source: string): Consent => ({
    kind: 'consent',
    key: `${row.id}:consent`,
    happenedAt,
    person: personOf(other, row.id),
    channel: 'sms',
    purpose: 'any',
    granted,
    source,
  })
  if (row.direction === 'outgoing')
    return saysOptedOut(row.errorCode)
      ? [consent(false, instant(row.updatedAt ?? row.createdAt), `carrier code ${row.errorCode}`)]
      : []
  const word = wordOf(row.text)
  return word ? [{ ...consent(word === 'yes', instant(row.createdAt), 'a one-word reply'), message: row.id }] : []
}

/** The vocabulary grows without notice: what is not known is said so, with the source's own word beside it. */
function statusOf(word: string, incoming: boolean): MessageRecord['status'] {
  if (incoming) return 'received'
  if (['delivered', 'read'].includes(word)) return 'delivered'
  if (['failed', 'undelivered', 'canceled'].includes(word)) return 'failed'
  if (['sent', 'partially_delivered'].includes(word)) return 'sent'
  return ['queued', 'sending', 'accepted', 'scheduled'].includes(word) ? 'queued' : 'unknown'
}

const callStatus: Record<string, CallRecord['status']> = {
  completed: 'completed',
  answered: 'completed',
  'ai-handled': 'completed',
  forwarded: 'forwarded',
  missed: 'missed',
  'no-answer': 'missed',
  abandoned: 'missed',
  unanswered: 'missed',
  busy: 'failed',
  failed: 'failed',
  canceled: 'failed',
  queued: 'ongoing',
  initiated: 'ongoing',
  ringing: 'ongoing',
  'in-progress': 'ongoing',
}

/** One call. It is a touch where somebody was really spoken to: answered, and not by a voicemail box. */
export function mapCall(row: Call): CanonicalRecord[] {
  const happenedAt = instant(row.createdAt)
  const other = row.participants.find(({ actorId }) => actorId === null) ?? row.participants.at(-1)
  const person = personOf(other?.phoneNumber, row.id)
  const status = callStatus[row.status] ?? 'unknown'
  const spoken = status === 'completed' && Boolean(row.answeredAt) && (row.duration ?? 0) > 0
  const call: CallRecord = known({
    kind: 'call' as const,
    key: row.id,
    happenedAt,
    person,
    direction: row.direction === 'incoming' ? ('in' as const) : ('out' as const),
    status,
    sourceStatus: row.status,
    answeredAt: at(row.answeredAt),
    endedAt: at(row.completedAt),
    durationSeconds: row.duration === null || row.duration === undefined ? undefined : Math.round(row.duration),
    sender: row.phoneNumberId ?? undefined,
    conversation: row.conversationId ?? undefined,
  })
  const touch: Touchpoint = {
    kind: 'touchpoint',
    key: `${row.id}:call`,
    happenedAt: at(row.answeredAt) ?? happenedAt,
    person,
    type: 'call',
    channel: 'call',
    message: row.id,
  }
  return spoken ? [call, touch] : [call]
}

/** A person of the address book. Further addresses stay in the sealed row. */
export function mapContact(row: Contact): CanonicalRecord[] {
  const { firstName, lastName, emails, phoneNumbers, role } = row.defaultFields
  const first = (list: { value?: string | null | undefined }[] | null | undefined) =>
    list?.find(({ value }) => value)?.value ?? undefined
  const person: Person = known({
    email: first(emails),
    phone: first(phoneNumbers),
    externalIds: { contact: row.id },
    firstName: firstName ?? undefined,
    lastName: lastName ?? undefined,
    anonymousKey: row.id,
  })
  return [
    known({
      kind: 'crm_contact' as const,
      key: row.id,
      happenedAt: at(row.updatedAt) ?? at(row.createdAt) ?? '1970-01-01T00:00:00.000Z',
      person,
      createdAt: at(row.createdAt),
      firstSource: row.source ?? undefined,
      ...(role ? { attributes: { role } } : {}),
    }),
  ]
}

/** One of the workspace's own numbers. */
export const mapNumber = (row: PhoneNumber): CanonicalRecord[] => [
  known({
    kind: 'sender' as const,
    key: row.id,
    happenedAt: at(row.createdAt) ?? '1970-01-01T00:00:00.000Z',
    name: row.name ?? undefined,
    number: row.phoneNumber ?? row.number ?? undefined,
  }),
]
