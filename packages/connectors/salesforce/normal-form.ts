import { z } from 'zod'
import { toId18 } from './ids.ts'
import type { Org } from './org.ts'
import type { SObject } from './query.ts'

/** How a field is written. */
export const FieldKind = z.enum(['id', 'text', 'flag', 'number', 'day', 'moment'])
export type FieldKind = z.infer<typeof FieldKind>

/** A field that is read. */
export const Field = z.object({ name: z.string(), kind: FieldKind })
export type Field = z.infer<typeof Field>

/**
 * A record as it is kept: the same whether REST or a bulk file gave it, so that what did not change writes nothing. Blank fields are
 * left out; moments are `…T09:14:31.000Z`, numbers are numbers, ids have 18 characters. What does not fit its kind stays as it
 * came, for the schema to refuse.
 */
export function toRow(org: Org, fields: readonly Field[], valueOf: (name: string) => unknown): SObject {
  const row: SObject = { ...org }
  for (const { name, kind } of fields) {
    const value = normal(kind, valueOf(name))
    // A bulk file says false of a parent that is not there, REST says nothing.
    const ofNobody = value === false && name.includes('.')
    if (value !== undefined && !ofNobody) row[name] = value
  }
  return row.IsDeleted === true ? goneRow(org, row) : row
}

/** Of a record that REST gave; a parent's field stands inside the parent. */
export function fromRest(org: Org, fields: readonly Field[], record: SObject): SObject {
  return toRow(org, fields, (name) => {
    const dot = name.indexOf('.')
    if (dot === -1) return record[name]
    const parent = record[name.slice(0, dot)]
    return typeof parent === 'object' && parent !== null ? (parent as SObject)[name.slice(dot + 1)] : undefined
  })
}

/** Of a line of a bulk file; blank cells are left out there already. */
export const fromCsv = (org: Org, fields: readonly Field[], line: Readonly<Record<string, string>>): SObject =>
  toRow(org, fields, (name) => line[name])

/** A record that was deleted, and nothing more of it: whose data it held is none of ours any longer. */
export function goneRow(org: Org, { Id, SystemModstamp, MasterRecordId }: SObject): SObject {
  return { ...org, Id, IsDeleted: true, SystemModstamp, ...(MasterRecordId === undefined ? {} : { MasterRecordId }) }
}

function normal(kind: FieldKind, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined
  switch (kind) {
    case 'id':
      return typeof value === 'string' ? toId18(value) : value
    case 'flag':
      return value === 'true' ? true : value === 'false' ? false : value
    case 'number':
      return toNumber(value)
    case 'day':
      return value
    case 'moment':
      return typeof value === 'string' ? toMoment(value) : value
    case 'text':
      return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value
  }
}

function toNumber(value: unknown): unknown {
  const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value
  // Minus nothing is nothing.
  return number === 0 ? 0 : number
}

/** Bulk files write large numbers as `1.6147805824397E13` and whole ones as `3.0`. */
const decimal = /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/
const usual = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})(?:\+0000|Z)$/

/** REST writes `+0000`, bulk files `Z`. */
function toMoment(text: string): string {
  const [, wall] = usual.exec(text) ?? []
  if (wall !== undefined) return `${wall}Z`
  const millis = Date.parse(text)
  return Number.isNaN(millis) ? text : new Date(millis).toISOString()
}
