import { refusalBody, type Refusal } from './emulator-answer.ts'

const windowMs = 300_000

/** How the limit refuses, one after the other: never the way one would expect. */
const refusals: Refusal[] = [
  { code: 17, subcode: 2_446_079 },
  { code: 4, subcode: 1_504_022 },
  { code: 613, subcode: 1_487_742 },
  { code: 80_004, subcode: 2_446_079, status: 403 },
  { code: 80_000 },
]

export interface EmulatedLimits {
  /** A refusal, where the limit is used up; undefined lets the request in. */
  refuse(points: number, now: Date): Response | undefined
  headers(accountId: string, now: Date): Record<string, string>
  refused: number
}

/** A score of five minutes per app: reading is a point, writing three. Used up, everything is refused for as long. */
export function createLimits(options: { capacity: () => number; on: () => boolean }): EmulatedLimits {
  let taken: { at: number; points: number }[] = []
  let blockedUntil = 0

  const used = (now: number): number => {
    taken = taken.filter(({ at }) => at > now - windowMs)
    return taken.reduce((sum, { points }) => sum + points, 0)
  }
  const regain = (now: number): number => Math.ceil(Math.max(0, blockedUntil - now) / 60_000)

  const limits: EmulatedLimits = {
    refused: 0,
    refuse(points, at) {
      const now = at.getTime()
      if (!options.on()) return undefined
      if (now >= blockedUntil && used(now) + points <= options.capacity()) {
        taken.push({ at: now, points })
        return undefined
      }
      if (now >= blockedUntil) blockedUntil = now + windowMs
      limits.refused += 1
      const refusal = refusals[(limits.refused - 1) % refusals.length] ?? { code: 17 }
      return new Response(refusalBody(refusal), {
        status: refusal.status ?? 400,
        headers: { 'content-type': 'application/json', ...limits.headers('1000', at) },
      })
    },
    headers(accountId, at) {
      if (!options.on()) return {}
      const now = at.getTime()
      const percent = Math.round((used(now) / options.capacity()) * 10_000) / 100
      const share = { call_count: percent, total_cputime: percent / 4, total_time: percent / 2 }
      const tier = { ads_api_access_tier: 'standard_access' }
      const wait = { estimated_time_to_regain_access: regain(now) }
      return {
        'x-ad-account-usage': JSON.stringify({
          acc_id_util_pct: percent,
          reset_time_duration: regain(now) * 60,
          ...tier,
        }),
        'x-business-use-case-usage': JSON.stringify({
          [accountId]: [
            { type: 'ads_insights', ...share, ...wait, ...tier },
            { type: 'ads_management', ...share, ...wait, ...tier },
          ],
        }),
        'x-fb-ads-insights-throttle': JSON.stringify({
          app_id_util_pct: percent / 2,
          acc_id_util_pct: percent,
          ...tier,
        }),
      }
    },
  }
  return limits
}
