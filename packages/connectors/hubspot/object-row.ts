import type { Tally } from '@throughline/connector-kit'
import { z } from 'zod'
import type { Portal } from './portal.ts'
import { dayIn, filled, Id, instant, list, Moment, type Properties } from './values.ts'

/** A contact, company, deal or lead as it is kept: HubSpot's record, whose it is, and what it is tied to. */
export const ObjectRow = z
  .looseObject({
    portalId: z.string().min(1),
    portalZone: z.string().default('UTC'),
    portalCurrency: z.string().optional(),
    id: Id,
    archived: z.boolean().default(false),
    createdAt: Moment.optional(),
    updatedAt: Moment.optional(),
    archivedAt: Moment.nullish(),
    properties: z.record(z.string(), z.string()).default({}),
    /** Tied to it, lowest id first. */
    contactIds: z.array(Id).optional(),
    companyIds: z.array(Id).optional(),
    /** The one company marked as primary. */
    companyId: Id.optional(),
    /** It was merged away, into this one. */
    mergedInto: Id.optional(),
    /** HubSpot knows nothing of it any more. */
    purged: z.boolean().optional(),
  })
  .superRefine(({ createdAt, mergedInto, purged }, context) => {
    if (createdAt === undefined && mergedInto === undefined && !purged)
      context.addIssue({ code: 'custom', path: ['createdAt'], message: 'a record has the moment it was made' })
  })
export type ObjectRow = z.infer<typeof ObjectRow>

/** What associations say of one record. */
export interface Ties {
  contactIds?: string[]
  companyIds?: string[]
  companyId?: string
}

/** Fields that depend on how a record was asked for. */
const asked = new Set(['url', 'associations', 'propertiesWithHistory', 'objectWriteTraceId', 'new'])

/**
 * One record as it is kept: the same whether it came by list, by batch or by webhook, so that what did not change writes nothing.
 * Links and whatever depends on how it was asked for are left out; unknown fields stay.
 */
export function toRow(portal: Portal, object: unknown, ties: Ties = {}): unknown {
  if (typeof object !== 'object' || object === null) return object
  const { id, archived, createdAt, updatedAt, archivedAt, properties, ...rest } = object as Record<string, unknown>
  const unknown = Object.fromEntries(Object.entries(rest).filter(([name]) => !asked.has(name)))
  const when = { archived: archived ?? false, createdAt, updatedAt, ...(archivedAt ? { archivedAt } : {}) }
  return { ...portal, id, ...when, properties: filled(properties), ...ties, ...unknown }
}

/** The row of a record that was merged away: it never comes back, so it says the same for ever. */
export const mergedRow = (portal: Portal, id: string, mergedInto: string): unknown => ({
  ...portal,
  id,
  archived: true,
  mergedInto,
})

/** The row of a record that HubSpot knows neither as live nor as archived. */
export const purgedRow = (portal: Portal, id: string): unknown => ({ ...portal, id, archived: true, purged: true })

/**
 * Ids that were merged into this record. Since 2025 a merge makes a third record and lists both; before, the primary one went on
 * under its own id and may list itself.
 */
export function absorbedIds(id: string, properties: Properties): string[] {
  const vids = list(properties, 'hs_calculated_merged_vids').map((pair) => pair.split(':')[0] ?? '')
  const ids = new Set([...list(properties, 'hs_merged_object_ids'), ...vids])
  return [...ids].filter((other) => other !== id && /^\d+$/.test(other)).sort(byId)
}

export const byId = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

export const isGone = ({ archived, mergedInto, purged }: ObjectRow): boolean =>
  archived || mergedInto !== undefined || purged === true

/**
 * A record merged away outranks whatever was read of it before: merges are never undone. All else is as it was when last read, in
 * either direction, because archiving and restoring leave HubSpot's own times untouched.
 */
export const revisionOf = ({ mergedInto }: ObjectRow): number => (mergedInto === undefined ? 0 : 1)

/** Where search counts it: on the day it was made, in the account's zone. */
export function tallyOf(row: ObjectRow, created: string): Tally {
  if (isGone(row)) return { gone: true }
  const made = instant(row.properties, created)
  return made === undefined ? {} : { day: dayIn(row.portalZone, made) }
}
