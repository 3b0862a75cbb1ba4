import { minorUnitExponent, parseMoney, Currency } from '@throughline/canonical'
import {
  deliveryChannels,
  EventEnvelope,
  eventSources,
  eventTypeOf,
  type EventType,
} from '@throughline/canonical/event'
import type { z } from 'zod'
import { normaliseEmail, normalisePhone } from '../contacts/normalise.ts'
import { cleanText, cleanValue, Unclean, type Cleaning } from './clean-value.ts'
import { judgeTime } from './judge-time.ts'
import type { EventIdentity, Judged, RejectionCode, TakenEvent } from './judged.ts'

/** What a tenant's own kind asks of properties: undefined where it is content, else the field and what is wrong. */
export type CheckProperties = (properties: unknown) => { field: string; reason: string } | undefined

/** What an event is judged by. */
export interface Judging extends Cleaning {
  tenantId: string
  /** Epoch milliseconds. */
  receivedAt: number
  /** How far the sender's clock is ahead, in milliseconds. */
  skewMs: number
  /** Epoch milliseconds: what happened before was forgotten. Left out where nothing was. */
  from?: number
  /** By the audited way for past events. */
  imported: boolean
  /** Connectors that may be named as a source, beside our own. */
  sources: ReadonlySet<string>
  /** The tenant's own kinds. */
  kinds: ReadonlyMap<string, CheckProperties>
  /** The tenant's currency, where an event names none. */
  currency: string
}

class Refused extends Error {
  readonly code: RejectionCode
  readonly field: string | null
  constructor(code: RejectionCode, field: string | null, message: string) {
    super(message)
    this.code = code
    this.field = field
  }
}

/** Judges one event of a request. Pure; never throws, whatever was sent. */
export function judge(item: unknown, judging: Judging): Judged {
  try {
    return { ok: true, event: take(item, judging) }
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unclean)) throw error
    const { event_type, source } = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>
    const rejection = { code: error.code, field: error.field || null, reason: error.message }
    return { ok: false, rejection: { ...rejection, type: plainName(event_type), source: plainName(source) } }
  }
}

/** A name as it may be shown: nothing else that somebody put in its place. */
const plainName = (name: unknown): string => (typeof name === 'string' && /^[a-z][\w-]{0,63}$/.test(name) ? name : '?')

function take(item: unknown, judging: Judging): TakenEvent {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw new Refused('malformed', null, 'An event is a JSON object.')
  const foreign = ['tenant_id', 'tenant'].find((field) => {
    const said = (item as Record<string, unknown>)[field]
    return said !== undefined && said !== null && said !== judging.tenantId
  })
  if (foreign) throw new Refused('wrong_tenant', foreign, 'Names a tenant that is not the key’s.')
  const envelope = parsed(EventEnvelope, item, '')
  if (!(eventSources as readonly string[]).includes(envelope.source) && !judging.sources.has(envelope.source))
    throw new Refused('unknown_source', 'source', `One of ${eventSources.join(', ')}, or a connector’s id.`)
  const time = judgeTime(envelope.timestamp, judging)
  if (!time.ok) throw new Refused(time.code, 'timestamp', time.reason)

  const type = eventTypeOf(envelope.event_type)
  const own = type ? undefined : judging.kinds.get(envelope.event_type)
  if (!type && !own)
    throw new Refused('unknown_type', 'event_type', 'Neither a kind of ours nor one that was defined here.')
  const given = (envelope.properties ?? {}) as Record<string, unknown>
  if (type) checkOurs(type, envelope.schema_version ?? 1, given)
  const wrong = own?.(given)
  if (wrong) throw new Refused('invalid_value', field('properties', wrong.field), wrong.reason)

  const person = type && type.of !== 'person' ? undefined : personOf(envelope)
  if (!person && (type?.of === 'person' || own))
    throw new Refused('missing_field', 'user_id', 'An event of a person names its user_id or anonymous_id.')
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined)
  return {
    eventId: envelope.event_id.toLowerCase(),
    kind: type ? type.code : { name: envelope.event_type },
    happenedAt: time.happenedAt,
    late: time.late,
    source: envelope.source,
    person,
    campaign: text('campaign_id')?.toLowerCase(),
    creative: text('creative_id')?.toLowerCase(),
    region: envelope.context?.region ? cleanText(envelope.context.region, judging, 'context.region') : undefined,
    channel: 1 + (deliveryChannels as readonly string[]).indexOf(text('delivery_channel') ?? ''),
    amount: type?.amount === undefined ? null : amountOf(given, type.amount, judging.currency),
    withheld: given['is_holdout'] === true,
    engagement: text('engagement_type') ?? text('view_type'),
    properties: kept(envelope, given, judging, type?.of === 'person' || own !== undefined),
  }
}

function checkOurs(type: EventType, version: number, properties: Record<string, unknown>): void {
  if (version > type.version)
    throw new Refused('unsupported_version', 'schema_version', `Known here up to version ${type.version}.`)
  parsed(type.properties, properties, 'properties')
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, at: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = field(at, issue?.path.join('.') ?? '')
  const there = (issue?.path ?? []).reduce<unknown>(
    (from, step) =>
      typeof from === 'object' && from !== null ? (from as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  )
  if (there === undefined || there === null) throw new Refused('missing_field', path, 'Must be there.')
  const format = issue?.code === 'invalid_format' ? issue.format : undefined
  if (format === 'uuid') throw new Refused('invalid_uuid', path, 'Not a UUID.')
  if (path === 'timestamp') throw new Refused('invalid_timestamp', path, 'Not an ISO 8601 instant with its zone.')
  throw new Refused('invalid_value', path, issue?.message ?? 'Not as it should be.')
}

const field = (at: string, path: string) => [at, path].filter((each) => each !== '').join('.')

function personOf({ user_id, anonymous_id }: EventEnvelope): TakenEvent['person'] {
  const visitor = anonymous_id ? { kind: 'id:events:visitor', text: anonymous_id } : undefined
  if (!user_id) return visitor && { key: visitor, others: [] }
  return { key: userIdentity(user_id), others: visitor ? [visitor] : [] }
}

/** Some name their users by address: then the person is known everywhere by it. */
function userIdentity(userId: string): EventIdentity {
  const email = userId.includes('@') ? normaliseEmail(userId) : undefined
  if (email !== undefined) return { kind: 'email', text: email }
  const phone = userId.startsWith('+') ? normalisePhone(userId) : undefined
  return phone === undefined ? { kind: 'id:events:user', text: userId } : { kind: 'phone', text: phone }
}

function amountOf(given: Record<string, unknown>, name: string, tenantCurrency: string): number | null {
  const amount = given[name]
  if (typeof amount !== 'number' && typeof amount !== 'string') return null
  const currency = given['currency'] ?? tenantCurrency
  if (!Currency.safeParse(currency).success)
    throw new Refused('invalid_value', 'properties.currency', 'Not an ISO 4217 currency code.')
  try {
    return parseMoney(amount, currency as string).minor
  } catch {
    const places = minorUnitExponent(currency as string)
    throw new Refused('invalid_amount', field('properties', name), `A decimal amount with at most ${places} places.`)
  }
}

/** What is kept of an event beside its columns: properties, and under `$` what the envelope said. */
function kept(envelope: EventEnvelope, given: Record<string, unknown>, judging: Judging, ofPerson: boolean): string {
  const { campaign_id: _campaign, creative_id: _creative, ...properties } = given
  const { region: _region, ...context } = envelope.context ?? {}
  const { event_id, event_type, timestamp, user_id, anonymous_id, session_id, source, ...more } = envelope
  const { properties: _properties, context: _context, schema_version, ...unknown } = more
  const whole: Record<string, unknown> = { ...properties }
  if (session_id) whole['$session'] = session_id
  if (Object.keys(context).length > 0) whole['$context'] = context
  if (schema_version && schema_version > 1) whole['$version'] = schema_version
  if (judging.skewMs !== 0) whole['$sender_timestamp'] = timestamp
  if (!ofPerson && user_id) whole['$user'] = user_id
  if (Object.keys(unknown).length > 0) whole['$more'] = unknown
  return JSON.stringify(cleanValue(whole, judging))
}
