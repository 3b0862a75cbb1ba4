import { json, refuse } from './emulator-answers.ts'
import { isReplicateable } from './emulator-fields.ts'
import type { View } from './emulator-view.ts'
import { compare, type SRecord } from './emulator-table.ts'

export interface LogKnobs {
  /** The log of deletions reaches back no further than so many milliseconds. */
  keptMs: number
  /** Ids in one answer. */
  most: number
}

/** `describe`: what this user sees of an object. */
export function describeObject(view: View, object: string): Response {
  const fields = view.fields(object)
  if (!fields) return refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
  return json(200, {
    name: object,
    queryable: true,
    replicateable: isReplicateable(object),
    fields: fields.map(({ name, type, updateable }) => ({
      ...{ name, type, updateable, label: name, nillable: true },
      nameField: name === 'Name' && object !== 'Opportunity',
    })),
  })
}

/** `describe/layouts`: which stages a record type offers; each knows those that its name is on. */
export function describeLayouts(view: View, offered: ReadonlyMap<string, readonly string[]>): Response {
  const stages = [...view.org.table('OpportunityStage').all].map(({ MasterLabel }) => String(MasterLabel))
  const mapping = (recordTypeId: string, values: readonly string[]) => ({
    recordTypeId,
    picklistsForRecordType: [
      { picklistName: 'StageName', picklistValues: values.map((value) => ({ value, label: value, active: true })) },
    ],
  })
  const types = [...view.org.table('RecordType').all].map(({ Id }) => mapping(Id, offered.get(Id) ?? stages))
  return json(200, { layouts: null, recordTypeMappings: types })
}

/** `updated`: ids of what changed in a window, and how far it is covered. */
export function updatedIds(view: View, object: string, url: URL): Response {
  if (!view.fields(object)) return refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
  const [start = NaN, end = NaN] = ['start', 'end'].map((name) => Date.parse(url.searchParams.get(name) ?? ''))
  if (Number.isNaN(start) || Number.isNaN(end) || start >= end)
    return refuse(400, 'INVALID_REPLICATION_DATE', 'startDate before endDate')
  const inside = ({ SystemModstamp, IsDeleted }: SRecord) => {
    const at = Date.parse(SystemModstamp)
    return at >= start && at < end && IsDeleted !== true
  }
  const ids = [...view.org.table(object).all].filter((row) => inside(row) && view.isSeen(row)).map(({ Id }) => Id)
  return json(200, { ids, latestDateCovered: new Date(end).toISOString().replace('Z', '+0000') })
}

/** `deleted`: the log of an object's deletions in a window of at most fifteen days; seconds are ignored. */
export function deletedIds(view: View, object: string, url: URL, now: Date, knobs: LogKnobs): Response {
  if (!view.fields(object)) return refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
  const [start, end] = ['start', 'end'].map((name) => Date.parse(url.searchParams.get(name) ?? ''))
  if (start === undefined || end === undefined || Number.isNaN(start) || Number.isNaN(end) || start >= end)
    return refuse(400, 'INVALID_REPLICATION_DATE', 'startDate before endDate')
  if (start < now.getTime() - 15 * 86_400_000)
    return refuse(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than 15 days ago')
  const earliest = now.getTime() - knobs.keptMs
  const minute = (at: number) => Math.floor(at / 60_000) * 60_000
  const [from, to] = [Math.max(minute(start), earliest), minute(end)]
  const table = view.org.table(object)
  const log = table.deleted.filter(({ id, at }) => {
    const time = Date.parse(at)
    const record = table.get(id)
    return time >= from && time < to && (!record || record.IsDeleted === true)
  })
  if (log.length > knobs.most) return refuse(400, 'EXCEEDED_ID_LIMIT', 'exceeded maximum number of ids')
  const rest = (time: number) => new Date(time).toISOString().replace('Z', '+0000')
  return json(200, {
    deletedRecords: log
      .toSorted((a, b) => compare(a.at, b.at))
      .map(({ id, at }) => ({ id, deletedDate: at.replace('Z', '+0000') })),
    earliestDateAvailable: rest(earliest),
    latestDateCovered: rest(to),
  })
}
