import { CanonicalRecord, type Person } from '@throughline/canonical'
import type { z } from 'zod'
import { MalformedRow } from './csv.ts'
import type { AnyStream, Connector } from './define-connector.ts'
import type { Observation, ObservedRow, QuarantinedRow, RowIssue } from './observed.ts'
import type { Tally } from './total.ts'

/** What a connector's own functions make of one row, before anything of it is checked. */
export type Mapped =
  | { issues: RowIssue[]; key?: string }
  | { key: string; records: readonly unknown[]; revision?: number; foreign?: string; tally?: Tally }

/** The part of reading a row that is the connector's own code: scrub, parse, key, map. `raw` is the row as it may be stored. */
export function mapRow<Config>(
  stream: AnyStream<Config>,
  row: unknown,
  config: Config,
): { raw: unknown; mapped: Mapped } {
  if (row instanceof MalformedRow) return { raw: stream.scrub?.(row.raw) ?? row.raw, mapped: { issues: row.issues } }
  const raw = stream.scrub ? stream.scrub(row) : row
  const parsed = stream.raw.safeParse(raw)
  if (!parsed.success) return { raw, mapped: { issues: issuesOf(parsed.error) } }
  try {
    const key = stream.key(parsed.data, config)
    const records = stream.map(parsed.data, config)
    const revision = stream.revision?.(parsed.data)
    const foreign = stream.foreign?.(parsed.data, config)
    const tally = stream.tally?.(parsed.data, config)
    const mapped = {
      key,
      records,
      ...(revision === undefined ? {} : { revision }),
      ...(foreign === undefined ? {} : { foreign }),
      ...(tally === undefined ? {} : { tally }),
    }
    return { raw, mapped }
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error'
    return { raw, mapped: { issues: [{ path: '', message: `could not be mapped (${name})` }] } }
  }
}

/** Where a row is of, and how much it weighs. */
export interface RowPlace {
  source: string
  stream: string
  rank: number
}

/**
 * The part that is ours: what was mapped is checked, whoever mapped it. `asParsed` keeps of each record what its schema knows and
 * nothing else: for code that is not ours.
 */
export function checkRow(
  place: RowPlace,
  raw: unknown,
  mapped: Mapped,
  options: { asParsed?: boolean } = {},
): ObservedOne {
  const { rank, ...at } = place
  const quarantine = (issues: RowIssue[], key?: string) => ({
    quarantined: { ...at, ...(key === undefined ? {} : { key }), issues, raw },
  })
  if ('issues' in mapped) return quarantine(mapped.issues, mapped.key)
  const { key, records: found, ...rest } = mapped
  const checked = found.map((record) => CanonicalRecord.safeParse(record))
  const issues = checked.flatMap(({ error }, index) => (error ? recordIssues(found[index], error) : []))
  if (issues.length > 0) return quarantine(issues, key)
  const records = options.asParsed ? checked.flatMap(({ data }) => data ?? []) : (found as CanonicalRecord[])
  const person = records.find(hasPerson)?.person
  return {
    row: {
      ...at,
      key,
      rank,
      raw,
      records: rest.foreign === undefined ? records : [],
      ...rest,
      ...(person === undefined ? {} : { person }),
    },
  }
}

/** One row, read: as a fact to be, or set aside. */
export type ObservedOne = { row: ObservedRow } | { quarantined: QuarantinedRow }

/**
 * Reads one row of one stream: scrub, parse, map, check. The same for a polled page, a webhook and a replay of what was
 * stored. A row that fails any of these is quarantined with paths and reasons, never with values.
 */
export function observeRow<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  streamName: string,
  row: unknown,
  config: Config,
): ObservedOne {
  const stream = connector.streams[streamName]
  if (!stream) throw new Error(`${connector.id} has no stream ${streamName}`)
  const { raw, mapped } = mapRow(stream, row, config)
  return checkRow({ source: connector.id, stream: streamName, rank: stream.rank }, raw, mapped)
}

/** Reads many rows of one stream. */
export function observeRows<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  stream: string,
  rows: readonly unknown[],
  config: Config,
): Observation {
  const observation: Observation = { rows: [], quarantined: [] }
  for (const row of rows) addTo(observation, observeRow(connector, stream, row, config))
  return observation
}

export function addTo(observation: Observation, observed: ObservedOne): void {
  if ('row' in observed) observation.rows.push(observed.row)
  else observation.quarantined.push(observed.quarantined)
}

/** Paths and reasons of a failed parse, without the values. */
export function issuesOf(error: z.ZodError): RowIssue[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}

function recordIssues(record: unknown, error: z.ZodError): RowIssue[] {
  const kind = isObject(record) && typeof record['kind'] === 'string' ? record['kind'].slice(0, 40) : 'record'
  return issuesOf(error).map(({ path, message }) => ({ path: `${kind}.${path}`, message }))
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const hasPerson = (record: CanonicalRecord): record is Extract<CanonicalRecord, { person?: Person | undefined }> =>
  'person' in record && record.person !== undefined
