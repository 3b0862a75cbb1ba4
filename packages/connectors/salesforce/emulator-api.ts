import { json, refuse } from './emulator-answers.ts'
import { createBulkApi, type BulkKnobs } from './emulator-bulk.ts'
import { deletedIds, describeLayouts, describeObject, updatedIds, type LogKnobs } from './emulator-describe.ts'
import { createOAuthApi, type EmulatedApps, type OAuthKnobs } from './emulator-oauth.ts'
import { createQueryApi, type QueryKnobs } from './emulator-query.ts'
import type { View } from './emulator-view.ts'
import { createWriteApi, type WriteKnobs } from './emulator-write.ts'

/** The day's calls, of the whole org and of our app where it has a limit of its own. */
interface ApiKnobs {
  used: number
  max: number
  perApp: { used: number; max: number } | undefined
}

export interface Knobs {
  oauth: OAuthKnobs
  query: QueryKnobs
  bulk: BulkKnobs
  log: LogKnobs
  write: WriteKnobs
  api: ApiKnobs
}

export interface ApiOptions {
  view: View
  knobs: Knobs
  now: () => Date
  apps: EmulatedApps
  first: { access: string; refresh: string }
  limits: () => 'on' | 'off'
  offeredStages: () => ReadonlyMap<string, readonly string[]>
}

/** Salesforce's front door: who asks, how many calls are left, and who answers. */
export function createApi(options: ApiOptions) {
  const { view, knobs, now } = options
  const oauth = createOAuthApi({ ...options, knobs: knobs.oauth, orgId: view.org.orgId })
  const query = createQueryApi({ view, knobs: knobs.query, now })
  const bulk = createBulkApi({ view, knobs: knobs.bulk, now, hurry: () => options.limits() === 'off' })
  const write = createWriteApi({ view, knobs: knobs.write })

  function route(request: Request, url: URL, session: string): Response | Promise<Response> {
    const [, version, path = ''] = /^.*?\/services\/data\/v(\d+)\.0(\/.*)$/.exec(url.pathname) ?? []
    if (version === undefined) return refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
    if (Number(version) < 31) return refuse(410, 'UNSUPPORTED_API_VERSION', 'API version retired')
    if (url.href.length > 16_384) return new Response('URI Too Long', { status: 414 })
    if (/^\/query(All)?$/.test(path)) return query.ask(url, session)
    if (path.startsWith('/query/')) return query.more(url.pathname, session)
    if (path.startsWith('/jobs/query')) return bulk.answer(request, url)
    if (path === '/limits')
      return json(200, { DailyApiRequests: { Max: knobs.api.max, Remaining: knobs.api.max - knobs.api.used } })
    if (path === '/composite/sobjects') return write.answer(request, url)
    const [, object = '', what] =
      /^\/sobjects\/(\w+)\/(describe|describe\/layouts|deleted|updated)\/?$/.exec(path) ?? []
    if (what === 'describe') return describeObject(view, object)
    if (what === 'describe/layouts') return describeLayouts(view, options.offeredStages())
    if (what === 'updated') return updatedIds(view, object, url)
    if (what === 'deleted') return deletedIds(view, object, url, now(), knobs.log)
    return refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
  }

  /** One call is spent, whatever comes of it. */
  function spend(): Response | undefined {
    const { api } = knobs
    if (options.limits() === 'off') return undefined
    api.used += 1
    if (api.perApp) api.perApp.used += 1
    return api.used > api.max ? refuse(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.') : undefined
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (url.pathname.includes('/services/oauth2/')) return oauth.answer(request, url)
    const session = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
    if (!oauth.isGood(session)) return refuse(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
    const response = spend() ?? (await route(request, url, session))
    const { used, max, perApp } = knobs.api
    const ofApp = perApp ? `,per-app-api-usage=${perApp.used}/${perApp.max}(appName=throughline)` : ''
    response.headers.set('sforce-limit-info', `api-usage=${used}/${max}${ofApp}`)
    return response
  }

  return {
    renewals: oauth.renewals,
    expire: oauth.expire,
    writes: write.writes,
    forgetJobs: bulk.forget,
    answer: async (request: Request): Promise<Response> => {
      const response = await answer(request)
      if (knobs.query.tellsTime) response.headers.set('date', now().toUTCString())
      return response
    },
  }
}
