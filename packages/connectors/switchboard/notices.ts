import type { Delivered } from '@throughline/connector-kit'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { optOutsOf } from './alongside.ts'
import { deletedMark } from './broadcasts.ts'
import { isObject } from './envelope.ts'

type Body = Record<string, unknown>

/**
 * What a delivery has to be: something with a type, or with an object that names a broadcast or a number. Nothing more is known of
 * the bodies, so nothing more is asked.
 */
export const Notice = z
  .looseObject({})
  .refine((body) => typeOf(body) !== undefined || namesSomething(objectOf(body)), 'no type, broadcast or number')

/**
 * Takes a delivery apart. It is a hint: a broadcast that it names is asked for, and no count or money is ever taken from the body. A
 * message that came in is a row of the inbox, where number and time can be found. Contributions are ActBlue's to tell: ignored.
 */
export function splitNotice(body: unknown): Delivered[] {
  if (!isObject(body)) return []
  const type = typeOf(body) ?? ''
  const object = objectOf(body)
  if (/^contribution|donation/.test(type)) return []
  return [...broadcastHints(type, object), ...incomingRows(type, body, object)]
}

function typeOf(body: Body): string | undefined {
  for (const name of ['type', 'event', 'event_type']) {
    const value = body[name]
    if (typeof value === 'string' && value !== '') return value.toLowerCase()
  }
  return undefined
}

function objectOf(body: Body): Body {
  for (const name of ['data', 'payload']) {
    const value = body[name]
    if (isObject(value)) return value
  }
  return body
}

/** A bare object has no type: it is taken for a broadcast unless it has a number. */
function namesSomething(object: Body): boolean {
  return broadcastIn(object) !== undefined || idOf(object.id) !== undefined || phoneIn(object) !== undefined
}

function broadcastHints(type: string, object: Body): Delivered[] {
  const isBare = type === '' && phoneIn(object) === undefined
  const named = broadcastIn(object) ?? (type.startsWith('broadcast') || isBare ? idOf(object.id) : undefined)
  if (named === undefined) return []
  const isDeletion = type.startsWith('broadcast') && /delet|destroy|remov/.test(type)
  return [{ stream: 'broadcasts', key: isDeletion ? named + deletedMark : named }]
}

const broadcastIn = (object: Body): string | undefined =>
  idOf(object.broadcast_id) ?? (isObject(object.broadcast) ? idOf(object.broadcast.id) : idOf(object.broadcast))

function incomingRows(type: string, body: Body, object: Body): Delivered[] {
  const isOutgoing = /out/.test(String(textIn(object, ['direction']) ?? '')) || type.startsWith('broadcast')
  const phone = phoneIn(object)
  const text = textIn(object, ['text', 'body', 'content', 'message_text', 'message'])
  const at = textIn(object, ['received_at', 'created_at', 'sent_at', 'timestamp']) ?? textIn(body, ['created_at'])
  if (isOutgoing || phone === undefined || text === undefined || at === undefined) return []
  const given = object === body ? undefined : idOf(body.id)
  const id =
    idOf(object.message_id) ??
    (object.id === undefined ? undefined : idOf(object.id)) ??
    given ??
    idOf(body.event_id) ??
    digest(body)
  const row = {
    id,
    phone_number: phone,
    text,
    received_at: at,
    ...(broadcastIn(object) === undefined ? {} : { broadcast_id: broadcastIn(object) }),
    ...('opted_out_at' in object ? { opted_out_at: object.opted_out_at } : {}),
    ...('opted_out' in object ? { opted_out: object.opted_out } : {}),
  }
  const optOuts = optOutsOf(row, { seenAt: at })
  return [{ stream: 'inbox', key: id, raw: row }, ...optOuts.map((raw) => ({ stream: 'opt_outs', raw }))]
}

/** Whose number it came from. The one it came to is ours. */
function phoneIn(object: Body): string | undefined {
  const nested = [object.phone, object.contact, object.from].flatMap((each) =>
    isObject(each) ? (textIn(each, ['number', 'phone_number', 'phone']) ?? []) : [],
  )
  return textIn(object, ['from_number', 'from', 'phone_number', 'phone', 'from_phone_number']) ?? nested[0]
}

function textIn(object: Body, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = object[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** A delivery without any id is known by what it says. */
const digest = (body: Body): string => createHash('sha256').update(JSON.stringify(body)).digest('hex')
