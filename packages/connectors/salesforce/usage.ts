import type { Usage } from '@throughline/connector-kit'
import type { Config } from './schema.ts'

/** The day's limit rolls over 24 hours: looking again once an hour costs one call. */
const restMs = 3_600_000

/**
 * What `Sforce-Limit-Info: api-usage=18456/100000, per-app-api-usage=17/250(appName=x)` says: calls of the whole org against the
 * tenant's share of them, and of our app where the org gives it a limit of its own. At nine tenths of either, reading rests.
 */
export function usage({ headers }: Response, { apiShare }: Pick<Config, 'apiShare'>): Usage[] {
  const told = headers.get('sforce-limit-info') ?? ''
  return [...told.matchAll(/(per-app-)?api-usage=(\d+)\/(\d+)/g)].flatMap(([, app, calls, of]) => {
    if (Number(of) === 0) return []
    const used = Number(calls) / Number(of)
    const ofApp = app !== undefined
    return [
      {
        name: ofApp ? 'calls of this app today' : 'calls of the org today',
        used: ofApp ? used : used / (apiShare / 100),
        bucket: 'api',
        restMs,
      },
    ]
  })
}
