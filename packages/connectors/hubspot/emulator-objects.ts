import { z } from 'zod'
import { bodyOf, invalid, json, notFound } from './emulator-answers.ts'
import type { HubSpotLedger } from './emulator-ledger.ts'
import type { EmulatedObject, EmulatedType } from './emulator-object.ts'
import { sentObject, type Asked } from './emulator-sent.ts'

export interface ObjectsApi {
  ledger: HubSpotLedger
  /** Versions of a property that are told at most. */
  versions: () => number
  /** Cursors of lists are no longer good. */
  expired: () => boolean
  /** A batch of which nothing is found answers 404 instead of 207. */
  allMissing: () => 207 | 404
}

const names = (text: string | null): string[] => (text ?? '').split(',').filter((name) => name !== '')

/** GET …/{type}: by id, 100 at once, 50 with history. */
export function listObjects(api: ObjectsApi, type: EmulatedType, url: URL): Response {
  const query = url.searchParams
  const history = names(query.get('propertiesWithHistory'))
  const limit = Number(query.get('limit') ?? 10)
  const after = query.get('after')
  const most = history.length > 0 ? 50 : 100
  if (!(limit >= 1 && limit <= most)) return invalid(`Limit must be at most ${most}`)
  if (after !== null && (api.expired() || !/^\d+$/.test(after))) return invalid('Invalid paging cursor')
  if (url.search.length > 8_000) return json(414, { message: 'URI Too Long' })
  const archived = query.get('archived') === 'true'
  const ids = api.ledger.ids(type)
  const results: EmulatedObject[] = []
  let at = after === null ? 0 : firstAfter(ids, Number(after))
  for (; at < ids.length && results.length < limit; at += 1) {
    const object = api.ledger.get(type, ids[at] ?? '')
    if ((object.archivedAt !== undefined) === archived && !object.lost) results.push(object)
  }
  const asked = askedOf(api, names(query.get('properties')), history)
  const last = results.at(-1)
  const more = last !== undefined && at < ids.length
  return json(200, {
    results: results.map((object) => ({ ...sentObject(type, object, asked), ...inline(api, type, object, query) })),
    ...(more ? { paging: { next: { after: last.id, link: 'https://api.hubapi.com/…' } } } : {}),
  })
}

/** Inline associations are cut off at a few per record. */
function inline({ ledger }: ObjectsApi, type: EmulatedType, { id }: EmulatedObject, query: URLSearchParams): object {
  const kinds = names(query.get('associations')) as EmulatedType[]
  if (kinds.length === 0) return {}
  const of = (to: EmulatedType) => {
    const tied = ledger.tied(type, id, to)
    const results = tied.slice(0, 2).map(([toId]) => ({ id: toId, type: `${type.slice(0, -1)}_to_${to.slice(0, -1)}` }))
    return { results, ...(tied.length > 2 ? { paging: { next: { after: '2', link: '…' } } } : {}) }
  }
  return { associations: Object.fromEntries(kinds.map((to) => [to, of(to)])) }
}

function firstAfter(ids: readonly string[], after: number): number {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (Number(ids[middle]) <= after) low = middle + 1
    else high = middle
  }
  return low
}

const BatchRead = z.object({
  inputs: z.array(z.object({ id: z.union([z.string(), z.number()]).transform(String) })),
  properties: z.array(z.string()).default([]),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().optional(),
})

/** POST …/batch/read: what is merged away answers as what it went into; what is not there is an error beside the rest. */
export async function batchRead(api: ObjectsApi, type: EmulatedType, request: Request, url: URL): Promise<Response> {
  const parsed = BatchRead.safeParse(await bodyOf(request))
  if (!parsed.success) return invalid('Invalid input JSON')
  const { inputs, properties, propertiesWithHistory: history, idProperty } = parsed.data
  const most = history.length > 0 ? 50 : 100
  if (inputs.length > most) return invalid(`The maximum number of inputs is ${most}`)
  const archived = url.searchParams.get('archived') === 'true'
  const found: EmulatedObject[] = []
  const missing: string[] = []
  for (const { id } of inputs) {
    const object = idProperty ? byProperty(api.ledger, type, idProperty, id) : api.ledger.find(type, id)
    if (object && (object.archivedAt !== undefined) === archived && !object.lost) found.push(object)
    else missing.push(id)
  }
  const asked = askedOf(api, properties, history)
  const body = {
    status: 'COMPLETE',
    results: found.map((object) => sentObject(type, object, asked)),
    startedAt: '2026-11-15T17:00:00.000Z',
    completedAt: '2026-11-15T17:00:00.010Z',
  }
  if (missing.length === 0) return json(200, body)
  if (found.length === 0 && api.allMissing() === 404) return notFound()
  const error = {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${type.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids: missing },
  }
  return json(207, { ...body, numErrors: 1, errors: [error] })
}

export function byProperty(
  ledger: HubSpotLedger,
  type: EmulatedType,
  name: string,
  value: string,
): EmulatedObject | undefined {
  for (const object of ledger.all(type))
    if (object.properties[name]?.toLowerCase() === value.toLowerCase()) return object
  return undefined
}

/** GET …/{type}/{id} */
export function readObject(api: ObjectsApi, type: EmulatedType, id: string, url: URL): Response {
  const query = url.searchParams
  const idProperty = query.get('idProperty')
  const object = idProperty ? byProperty(api.ledger, type, idProperty, id) : api.ledger.find(type, id)
  const archived = query.get('archived') === 'true'
  if (!object || (object.archivedAt !== undefined) !== archived || object.lost) return notFound()
  const asked = askedOf(api, names(query.get('properties')), names(query.get('propertiesWithHistory')))
  return json(200, sentObject(type, object, asked))
}

const askedOf = ({ ledger, versions }: ObjectsApi, properties: string[], history: string[]): Asked => ({
  portalId: ledger.portalId,
  properties,
  history,
  versions: versions(),
})

const BatchTies = z.object({
  inputs: z.array(z.object({ id: z.union([z.string(), z.number()]).transform(String), after: z.string().optional() })),
})
/** Of one record, in one answer. */
const tiesAtOnce = 100

/** POST …/associations/{from}/{to}/batch/read: 1,000 records at once, each with pages of its own. */
export async function batchTies(
  { ledger }: ObjectsApi,
  from: EmulatedType,
  to: EmulatedType,
  request: Request,
): Promise<Response> {
  const parsed = BatchTies.safeParse(await bodyOf(request))
  if (!parsed.success) return invalid('Invalid input JSON')
  if (parsed.data.inputs.length > 1_000) return invalid('The maximum number of inputs is 1000')
  const results: object[] = []
  const none: string[] = []
  for (const { id, after } of parsed.data.inputs) {
    const tied = ledger.tied(from, id, to)
    const at = Number(after ?? 0)
    if (tied.length === 0) {
      none.push(id)
      continue
    }
    results.push({
      from: { id },
      to: tied.slice(at, at + tiesAtOnce).map(([toObjectId, kinds]) => ({
        toObjectId,
        associationTypes: [...kinds].map((typeId) => ({ category: 'HUBSPOT_DEFINED', typeId, label: null })),
      })),
      ...(at + tiesAtOnce < tied.length ? { paging: { next: { after: String(at + tiesAtOnce), link: '…' } } } : {}),
    })
  }
  const body = { status: 'COMPLETE', results, startedAt: '2026-11-15T17:00:00Z', completedAt: '2026-11-15T17:00:00Z' }
  if (none.length === 0) return json(200, body)
  const errors = none.map((id) => ({
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${to} is associated with ${from} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [from], toObjectType: [to] },
  }))
  return json(207, { ...body, numErrors: errors.length, errors })
}
