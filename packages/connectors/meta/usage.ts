import type { Usage } from '@throughline/connector-kit'
import { z } from 'zod'

/** What Meta says with every answer of the limits that are left: percentages, which may go beyond 100. */
const percent = z.coerce.number().catch(0)
const AppUsage = z.looseObject({ call_count: percent, total_time: percent, total_cputime: percent })
const AccountUsage = z.looseObject({ acc_id_util_pct: percent, reset_time_duration: percent.optional() })
const UseCase = z.looseObject({
  type: z.string().optional(),
  call_count: percent,
  total_time: percent,
  total_cputime: percent,
  estimated_time_to_regain_access: percent.optional(),
})
const UseCases = z.record(z.string(), z.array(UseCase))
const InsightsThrottle = z.looseObject({ app_id_util_pct: percent, acc_id_util_pct: percent })

const shortestRestMs = 60_000

/** How much of each limit is used, for people and for the kit, which rests before one is hit. */
export function usageOf(response: Response): Usage[] {
  const { headers } = response
  const usages: Usage[] = []
  const add = (name: string, percentUsed: number, bucket: string, restMs = shortestRestMs) =>
    usages.push({
      name,
      used: Math.round(percentUsed * 100) / 10_000,
      bucket,
      restMs: Math.max(restMs, shortestRestMs),
    })

  const app = read(headers, 'x-app-usage', AppUsage)
  if (app) add('calls of the app', most(app), 'objects')
  const account = read(headers, 'x-ad-account-usage', AccountUsage)
  if (account)
    add('calls for the ad account', account.acc_id_util_pct, 'objects', (account.reset_time_duration ?? 0) * 1_000)
  for (const [id, cases] of Object.entries(read(headers, 'x-business-use-case-usage', UseCases) ?? {}))
    for (const each of cases) {
      const insights = each.type === 'ads_insights'
      const rest = (each.estimated_time_to_regain_access ?? 0) * 60_000
      add(`${insights ? 'figures' : 'objects'} of ${id}`, most(each), insights ? 'insights' : 'objects', rest)
    }
  const throttle = read(headers, 'x-fb-ads-insights-throttle', InsightsThrottle)
  if (throttle) add('figures of all', Math.max(throttle.app_id_util_pct, throttle.acc_id_util_pct), 'insights')
  return usages
}

/** In how many milliseconds Meta itself says that it will answer again; undefined where it says nothing. */
export function regainMs(headers: Headers): number | undefined {
  const cases = Object.values(read(headers, 'x-business-use-case-usage', UseCases) ?? {}).flat()
  const minutes = Math.max(0, ...cases.map((each) => each.estimated_time_to_regain_access ?? 0))
  const seconds = read(headers, 'x-ad-account-usage', AccountUsage)?.reset_time_duration ?? 0
  const wait = Math.max(minutes * 60_000, seconds * 1_000)
  return wait > 0 ? Math.max(wait, shortestRestMs) : undefined
}

const most = (usage: { call_count: number; total_time: number; total_cputime: number }): number =>
  Math.max(usage.call_count, usage.total_time, usage.total_cputime)

/** A header that is missing or no longer has its shape says nothing. */
function read<T>(headers: Headers, name: string, schema: z.ZodType<T>): T | undefined {
  const text = headers.get(name)
  if (text === null) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
