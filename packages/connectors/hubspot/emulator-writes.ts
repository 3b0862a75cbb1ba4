import { z } from 'zod'
import { bodyOf, invalid, json, notFound, refusal } from './emulator-answers.ts'
import type { HubSpotLedger } from './emulator-ledger.ts'
import type { EmulatedObject, EmulatedType } from './emulator-object.ts'
import { byProperty } from './emulator-objects.ts'
import { faultsOf, type Catalogue } from './emulator-properties.ts'
import { sentObject } from './emulator-sent.ts'

export interface WritesApi {
  ledger: HubSpotLedger
  now: () => number
  catalogue: (type: EmulatedType) => Catalogue
  /** Told of every change taken. */
  wrote: () => void
}

const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
const text = (given: z.infer<typeof values>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === null ? null : String(value)]))
const Ties = z
  .array(
    z.object({
      to: z.object({ id: z.union([z.string(), z.number()]).transform(String) }),
      types: z.array(z.unknown()),
    }),
  )
  .default([])
const Create = z.object({ properties: values.default({}), associations: Ties })

const sent = (api: WritesApi, type: EmulatedType, object: EmulatedObject, names: readonly string[]) =>
  sentObject(type, object, { portalId: api.ledger.portalId, properties: names })

/** Contacts are one per address, second addresses included. */
function taken({ ledger }: WritesApi, type: EmulatedType, email: string | null | undefined): string | undefined {
  if (type !== 'contacts' || !email) return undefined
  const wanted = email.toLowerCase()
  for (const { id, properties } of ledger.all('contacts')) {
    const all = [properties.email, ...(properties.hs_additional_emails ?? '').split(';')]
    if (all.some((each) => each?.toLowerCase() === wanted)) return id
  }
  return undefined
}

/** POST …/{type} */
export async function createObject(api: WritesApi, type: EmulatedType, request: Request): Promise<Response> {
  const parsed = Create.safeParse(await bodyOf(request))
  if (!parsed.success) return invalid('Invalid input JSON')
  return create(api, type, parsed.data)
}

function create(api: WritesApi, type: EmulatedType, given: z.infer<typeof Create>): Response {
  const properties = text(given.properties)
  const faults = faultsOf(api.catalogue(type), properties)
  if (faults.length > 0) return invalid('Property values were not valid', faults)
  const existing = taken(api, type, properties.email)
  if (existing !== undefined) return refusal(409, 'CONFLICT', `Contact already exists. Existing ID: ${existing}`)
  const at = api.now()
  const object = api.ledger.add(type, { properties, at }, 'INTEGRATION')
  for (const { to } of given.associations) {
    const kind = (['contacts', 'companies', 'deals'] as const).find((each) => api.ledger.find(each, to.id))
    if (kind) api.ledger.tie(type, object.id, kind, to.id, { at })
  }
  api.wrote()
  return json(201, sent(api, type, object, Object.keys(properties)))
}

/** PATCH …/{type}/{id} */
export async function patchObject(api: WritesApi, type: EmulatedType, id: string, request: Request): Promise<Response> {
  const parsed = z.object({ properties: values }).safeParse(await bodyOf(request))
  if (!parsed.success) return invalid('Invalid input JSON')
  const object = api.ledger.find(type, id)
  if (!object || object.archivedAt !== undefined) return notFound()
  const wanted = text(parsed.data.properties)
  const faults = faultsOf(api.catalogue(type), wanted)
  if (faults.length > 0) return invalid('Property values were not valid', faults)
  api.ledger.update(type, object.id, forwardOnly(object, wanted), { at: api.now(), source: 'INTEGRATION' })
  api.wrote()
  return json(200, sent(api, type, object, Object.keys(wanted)))
}

const stages = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
]

/** A lifecycle stage set further back is passed over without a word. */
function forwardOnly(object: EmulatedObject, wanted: Record<string, string | null>): Record<string, string | null> {
  const [is, to] = [object.properties.lifecyclestage, wanted.lifecyclestage].map((each) => stages.indexOf(each ?? ''))
  const { lifecyclestage: _stage, ...rest } = wanted
  return wanted.lifecyclestage && is !== undefined && to !== undefined && is > to && to >= 0 ? rest : wanted
}

/** DELETE …/{type}/{id}: into the archive. */
export function deleteObject(api: WritesApi, type: EmulatedType, id: string): Response {
  const object = api.ledger.find(type, id)
  if (object && object.archivedAt === undefined) {
    api.ledger.archive(type, object.id, api.now())
    api.wrote()
  }
  return new Response(null, { status: 204 })
}

const Upsert = z.object({
  inputs: z.array(
    z.object({
      id: z.string(),
      idProperty: z.string().default('hs_object_id'),
      properties: values.default({}),
      objectWriteTraceId: z.string().optional(),
    }),
  ),
})

/** POST …/batch/upsert: says of each whether it is new. */
export async function batchUpsert(api: WritesApi, type: EmulatedType, request: Request): Promise<Response> {
  const parsed = Upsert.safeParse(await bodyOf(request))
  if (!parsed.success) return invalid('Invalid input JSON')
  if (parsed.data.inputs.length > 100) return invalid('The maximum number of inputs is 100')
  const results = parsed.data.inputs.map(({ id, idProperty, properties, objectWriteTraceId }) => {
    const given = text(properties)
    const known = byProperty(api.ledger, type, idProperty, id)
    const object = known
      ? api.ledger.update(type, known.id, given, { at: api.now(), source: 'INTEGRATION' })
      : api.ledger.add(type, { properties: { [idProperty]: id, ...given }, at: api.now() }, 'INTEGRATION')
    api.wrote()
    const trace = objectWriteTraceId === undefined ? {} : { objectWriteTraceId }
    return { ...sent(api, type, object, Object.keys(given)), new: known === undefined, ...trace }
  })
  return json(200, {
    status: 'COMPLETE',
    results,
    startedAt: '2026-11-15T17:00:00Z',
    completedAt: '2026-11-15T17:00:00Z',
  })
}

/** POST …/merge */
export async function mergeObjects(api: WritesApi, type: EmulatedType, request: Request): Promise<Response> {
  const Merge = z.object({ primaryObjectId: z.string(), objectIdToMerge: z.string() })
  const parsed = Merge.safeParse(await bodyOf(request))
  if (!parsed.success) return invalid('Invalid input JSON')
  const { primaryObjectId, objectIdToMerge } = parsed.data
  if (!api.ledger.find(type, primaryObjectId) || !api.ledger.find(type, objectIdToMerge)) return notFound()
  const merged = api.ledger.merge(type, primaryObjectId, objectIdToMerge, api.now())
  api.wrote()
  return json(200, sent(api, type, merged, []))
}

/** POST …/gdpr-delete */
export async function privacyDelete(api: WritesApi, type: EmulatedType, request: Request): Promise<Response> {
  const parsed = z.object({ objectId: z.string(), idProperty: z.string().optional() }).safeParse(await bodyOf(request))
  if (!parsed.success) return invalid('Invalid input JSON')
  const { objectId, idProperty } = parsed.data
  const object = idProperty ? byProperty(api.ledger, type, idProperty, objectId) : api.ledger.find(type, objectId)
  if (object) api.ledger.purge(type, object.id, api.now(), true)
  api.wrote()
  return new Response(null, { status: 204 })
}
