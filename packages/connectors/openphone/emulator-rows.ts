import type {
  EmulatedCall,
  EmulatedContact,
  EmulatedNumber,
  EmulatedText,
  EmulatedWorkspace,
} from './emulator-ledger.ts'

const iso = (at: number): string => new Date(at).toISOString()
const sentAfterMs = 2_000
const endsAfterMs = 9_000

/** A text as it stands at this instant. */
export function textRow(text: EmulatedText, workspace: EmulatedWorkspace, now: number): unknown {
  const own = workspace.numbers.find(({ id }) => id === text.numberId)?.number ?? '+13145550100'
  const incoming = text.direction === 'incoming'
  const age = now - text.at
  const over = age >= endsAfterMs
  const status = incoming ? 'received' : over ? (text.ends ?? 'delivered') : age >= sentAfterMs ? 'sent' : 'queued'
  const movedAt = incoming ? text.at : text.at + (over ? endsAfterMs : age >= sentAfterMs ? sentAfterMs : 0)
  return {
    id: text.id,
    from: incoming ? text.other : own,
    to: [incoming ? own : text.other],
    text: text.text,
    direction: text.direction,
    status: text.broken ? 7 : status,
    errorCode: over ? (text.errorCode ?? null) : null,
    phoneNumberId: text.numberId,
    conversationId: `CN${text.other.slice(-4)}`,
    userId: incoming ? null : 'USk9m2',
    media: [],
    createdAt: iso(text.at),
    updatedAt: iso(movedAt),
  }
}

export function callRow(call: EmulatedCall, workspace: EmulatedWorkspace): unknown {
  const own = workspace.numbers.find(({ id }) => id === call.numberId)?.number ?? '+13145550100'
  const seconds = call.seconds ?? null
  const ends = call.at + 6_000 + (seconds ?? 0) * 1_000
  return {
    id: call.id,
    phoneNumberId: call.numberId,
    actorId: 'USk9m2',
    direction: call.direction,
    status: call.broken ? null : call.status,
    participants: [
      { phoneNumber: own, actorId: 'USk9m2' },
      { phoneNumber: call.other, actorId: null },
    ],
    answeredAt: seconds === null ? null : iso(call.at + 6_000),
    completedAt: iso(ends),
    createdAt: iso(call.at),
    updatedAt: iso(ends + 1_000),
    callRoute: 'phone-number',
    duration: seconds,
    forwardedFrom: null,
    forwardedTo: null,
    aiHandled: null,
  }
}

export const contactRow = ({ id, firstName, lastName, email, phone, at, broken }: EmulatedContact): unknown => ({
  id,
  source: 'public-api',
  externalId: null,
  defaultFields: broken
    ? 'gone'
    : {
        ...{ firstName, lastName, company: null, role: null },
        emails: email ? [{ name: 'work', value: email, id: 'e1' }] : [],
        phoneNumbers: phone ? [{ name: 'mobile', value: phone, id: 'p1' }] : [],
      },
  customFields: [],
  createdAt: iso(at),
  updatedAt: iso(at),
  createdByUserId: 'USk9m2',
})

export const numberRow = ({ id, number, name, at, broken }: EmulatedNumber): unknown => ({
  id: broken ? '' : id,
  phoneNumber: number,
  name,
  users: [],
  createdAt: iso(at),
})
