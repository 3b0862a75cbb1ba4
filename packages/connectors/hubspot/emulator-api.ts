import { json, notFound, pageOf, refusal } from './emulator-answers.ts'
import type { SearchIndex } from './emulator-index.ts'
import { type HubSpotLedger } from './emulator-ledger.ts'
import { emulatedTypes, type EmulatedType } from './emulator-object.ts'
import type { EmulatedLimits } from './emulator-limits.ts'
import type { EmulatedOAuth } from './emulator-oauth.ts'
import { batchRead, batchTies, listObjects, readObject, type ObjectsApi } from './emulator-objects.ts'
import { sentCatalogue } from './emulator-properties.ts'
import { answerSearch } from './emulator-search.ts'
import { sentCampaign, sentForm, sentOwner, sentPipeline } from './emulator-small.ts'
import {
  batchUpsert,
  createObject,
  deleteObject,
  mergeObjects,
  patchObject,
  privacyDelete,
  type WritesApi,
} from './emulator-writes.ts'

export interface EmulatedApi extends ObjectsApi, WritesApi {
  ledger: HubSpotLedger
  index: SearchIndex
  oauth: EmulatedOAuth
  limits: EmulatedLimits
  account: () => object
  /** A token of a private app and its scopes. */
  privateApp: () => { token: string; scopes: readonly string[] }
}

/** Both ways of writing paths: dated, and by number until autumn 2027. */
const version = '(?:v[34]|2026-0[39])'
const routes = {
  objects: new RegExp(`^/crm/(?:objects/${version}|v3/objects)/([a-z0-9-]+)(?:/(.+))?$`),
  associations: new RegExp(`^/crm/(?:associations/${version}|v4/associations)/([a-z0-9-]+)/([a-z0-9-]+)/batch/read$`),
  properties: new RegExp(`^/crm/(?:properties/${version}|v3/properties)/([a-z0-9-]+)$`),
  pipelines: new RegExp(`^/crm/(?:pipelines/${version}|v3/pipelines)/([a-z0-9-]+)$`),
  owners: new RegExp(`^/crm/(?:owners/${version}|v3/owners)$`),
  campaigns: new RegExp(`^/marketing/(?:campaigns/${version}|v3/campaigns)(?:/([^/]+)/reports/(.+))?$`),
  forms: new RegExp(`^/marketing/(?:forms/${version}|v3/forms)$`),
  account: new RegExp(`^/account-info/${version}/details$`),
}

const typeNames: Readonly<Record<string, EmulatedType>> = {
  ...Object.fromEntries(emulatedTypes.map((type) => [type, type])),
  ...{
    '0-1': 'contacts',
    '0-2': 'companies',
    '0-3': 'deals',
    '0-136': 'leads',
    '0-46': 'notes',
    '0-18': 'communications',
  },
}

/** The scope that reading or changing a type takes; activities go by the contacts'. */
function scopeOf(type: EmulatedType, writes: boolean): string {
  const of = type === 'notes' || type === 'communications' ? 'contacts' : type
  return `crm.objects.${of}.${writes ? 'write' : 'read'}`
}

/** Answers a request as HubSpot's API does: who asks, may they, have they asked too much, and then what. */
export async function answerApi(api: EmulatedApi, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const signedIn = await api.oauth.answer(request, url)
  if (signedIn) return signedIn
  const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
  const scopes = token === api.privateApp().token ? api.privateApp().scopes : api.oauth.scopesOf(token)
  if (!scopes)
    return refusal(401, 'EXPIRED_AUTHENTICATION', 'The OAuth token used to make this call expired or is unknown.')
  const route = find(api, request, url)
  if (!route) return refusal(404, 'OBJECT_NOT_FOUND', 'No route for this path')
  if (route.scope !== undefined && !scopes.includes(route.scope)) return missingScope(route.scope)
  const left = api.limits.take(url.pathname.endsWith('/search') ? 'search' : 'calls')
  if (left instanceof Response) return left
  const answer = await route.answer()
  for (const [name, value] of Object.entries(left)) answer.headers.set(name, value)
  return answer
}

const missingScope = (scope: string): Response =>
  refusal(403, 'MISSING_SCOPES', 'This app hasn’t been granted all required scopes to make this call.', {
    errors: [
      { message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: [scope] } },
    ],
  })

interface Route {
  scope?: string
  answer: () => Response | Promise<Response>
}

function find(api: EmulatedApi, request: Request, url: URL): Route | undefined {
  const { ledger } = api
  const matched = (route: keyof typeof routes) => routes[route].exec(url.pathname)
  const objects = matched('objects')
  if (objects) return objectRoute(api, request, url, typeNames[objects[1] ?? ''], objects[2])
  const ties = matched('associations')
  const [from, to] = [typeNames[ties?.[1] ?? ''], typeNames[ties?.[2] ?? '']]
  if (from && to) return { scope: scopeOf(from, false), answer: () => batchTies(api, from, to, request) }
  const catalogued = typeNames[matched('properties')?.[1] ?? '']
  if (catalogued) return { answer: () => sentCatalogue(api.catalogue(catalogued)) }
  const piped = matched('pipelines')?.[1]
  if (piped !== undefined)
    return {
      answer: () =>
        json(200, { results: ledger.pipelines.filter((each) => each.objectType === piped).map(sentPipeline) }),
    }
  if (matched('owners')) return { scope: 'crm.objects.owners.read', answer: () => owners(ledger, url) }
  if (matched('forms')) return { scope: 'forms', answer: () => forms(ledger, url) }
  if (matched('account')) return { answer: () => json(200, api.account()) }
  const campaigns = matched('campaigns')
  if (campaigns)
    return { scope: 'marketing.campaigns.read', answer: () => campaignRoute(ledger, url, campaigns[1], campaigns[2]) }
  return undefined
}

function objectRoute(
  api: EmulatedApi,
  request: Request,
  url: URL,
  type: EmulatedType | undefined,
  rest: string | undefined,
): Route | undefined {
  if (!type) return undefined
  const reads = (answer: Route['answer']): Route => ({ scope: scopeOf(type, false), answer })
  const changes = (answer: Route['answer']): Route => ({ scope: scopeOf(type, true), answer })
  switch (`${request.method} ${rest ?? ''}`) {
    case 'GET ':
      return reads(() => listObjects(api, type, url))
    case 'POST ':
      return changes(() => createObject(api, type, request))
    case 'POST search':
      return reads(() => answerSearch(request, type, { index: api.index, portalId: api.ledger.portalId }))
    case 'POST batch/read':
      return reads(() => batchRead(api, type, request, url))
    case 'POST batch/upsert':
      return changes(() => batchUpsert(api, type, request))
    case 'POST merge':
      return changes(() => mergeObjects(api, type, request))
    case 'POST gdpr-delete':
      return changes(() => privacyDelete(api, type, request))
  }
  const id = decodeURIComponent(rest ?? '')
  if (request.method === 'GET') return reads(() => readObject(api, type, id, url))
  if (request.method === 'PATCH') return changes(() => patchObject(api, type, id, request))
  return request.method === 'DELETE' ? changes(() => deleteObject(api, type, id)) : undefined
}

const paging = ({ searchParams: query }: URL) => ({
  limit: Math.min(Number(query.get('limit') ?? 100), 100),
  after: query.get('after'),
})

function owners({ owners: all }: HubSpotLedger, url: URL): Response {
  const archived = url.searchParams.get('archived') === 'true'
  const page = pageOf(
    all.filter((owner) => (owner.archived ?? false) === archived),
    ({ id }) => id,
    paging(url),
  )
  return json(200, { ...page, results: page.results.map(sentOwner) })
}

function forms({ forms: all }: HubSpotLedger, url: URL): Response {
  const archived = url.searchParams.get('archived') === 'true'
  const page = pageOf(
    all.filter((form) => (form.archived ?? false) === archived),
    ({ id }) => id,
    paging(url),
  )
  return json(200, { ...page, results: page.results.map(sentForm) })
}

function campaignRoute({ campaigns }: HubSpotLedger, url: URL, id?: string, report?: string): Response {
  if (id === undefined) {
    const wanted = (url.searchParams.get('properties') ?? '').split(',')
    const page = pageOf(
      campaigns.filter(({ lost }) => !lost),
      (each) => each.id,
      paging(url),
    )
    return json(200, {
      total: campaigns.length,
      ...page,
      results: page.results.map((each) => sentCampaign(each, wanted)),
    })
  }
  const campaign = campaigns.find((each) => each.id === decodeURIComponent(id))
  if (!campaign) return notFound()
  if (report === 'metrics')
    return json(200, {
      influencedContacts: campaign.members.length,
      newContactsFirstTouch: 0,
      newContactsLastTouch: 0,
      sessions: 0,
    })
  if (report !== 'contacts/influencedContacts') return notFound()
  const page = pageOf(campaign.members, (member) => member, paging(url))
  return json(200, { ...page, results: page.results.map((member) => (member === '' ? {} : { id: member })) })
}
