import { CanonicalRecord, type Person } from '@throughline/canonical'
import type { z } from 'zod'
import { MalformedRow } from './csv.ts'
import type { Connector } from './define-connector.ts'
import type { Observation, ObservedRow, QuarantinedRow, RowIssue } from './observed.ts'

/**
 * Reads one row of one stream: scrub, parse, map, check. The same for a polled page, a webhook and a replay of what was
 * stored. A row that fails any of these is quarantined with paths and reasons, never with values.
 */
export function observeRow<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  streamName: string,
  row: unknown,
  config: Config,
): { row: ObservedRow } | { quarantined: QuarantinedRow } {
  const stream = connector.streams[streamName]
  if (!stream) throw new Error(`${connector.id} has no stream ${streamName}`)
  const place = { source: connector.id, stream: streamName }
  if (row instanceof MalformedRow)
    return { quarantined: { ...place, issues: row.issues, raw: stream.scrub?.(row.raw) ?? row.raw } }
  const raw = stream.scrub ? stream.scrub(row) : row
  const quarantine = (issues: RowIssue[], key?: string) => ({
    quarantined: { ...place, ...(key === undefined ? {} : { key }), issues, raw },
  })
  const parsed = stream.raw.safeParse(raw)
  if (!parsed.success) return quarantine(issuesOf(parsed.error))
  try {
    const key = stream.key(parsed.data, config)
    const mapped = stream.map(parsed.data, config)
    const issues = mapped.flatMap(recordIssues)
    if (issues.length > 0) return quarantine(issues, key)
    const revision = stream.revision?.(parsed.data)
    const foreign = stream.foreign?.(parsed.data, config)
    const tally = stream.tally?.(parsed.data, config)
    const person = mapped.find(hasPerson)?.person
    return {
      row: {
        ...place,
        key,
        rank: stream.rank,
        raw,
        records: foreign === undefined ? mapped : [],
        ...(revision === undefined ? {} : { revision }),
        ...(foreign === undefined ? {} : { foreign }),
        ...(person === undefined ? {} : { person }),
        ...(tally === undefined ? {} : { tally }),
      },
    }
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error'
    return quarantine([{ path: '', message: `could not be mapped (${name})` }])
  }
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

export function addTo(observation: Observation, observed: ReturnType<typeof observeRow>): void {
  if ('row' in observed) observation.rows.push(observed.row)
  else observation.quarantined.push(observed.quarantined)
}

/** Paths and reasons of a failed parse, without the values. */
export function issuesOf(error: z.ZodError): RowIssue[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}

function recordIssues(record: CanonicalRecord): RowIssue[] {
  const checked = CanonicalRecord.safeParse(record)
  if (checked.success) return []
  return issuesOf(checked.error).map(({ path, message }) => ({ path: `${record.kind}.${path}`, message }))
}

const hasPerson = (record: CanonicalRecord): record is Extract<CanonicalRecord, { person?: Person | undefined }> =>
  'person' in record && record.person !== undefined
