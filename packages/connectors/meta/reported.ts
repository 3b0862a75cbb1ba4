import type { Spend } from '@throughline/canonical'
import { toMoney } from './amounts.ts'
import type { Actions, InsightRow } from './insight-schema.ts'

/**
 * Types that count the same conversions again and again: of each list the first that is there is taken, never the sum of them.
 */
const overlapping: Record<string, readonly string[]> = {
  purchase: ['omni_purchase', 'purchase', 'offsite_conversion.fb_pixel_purchase', 'onsite_web_purchase'],
  donate: ['donate_total', 'omni_donate', 'donate', 'donate_website', 'offsite_conversion.fb_pixel_donate'],
  lead: ['lead', 'offsite_conversion.fb_pixel_lead', 'onsite_conversion.lead_grouped'],
  registration: [
    'omni_complete_registration',
    'complete_registration',
    'offsite_conversion.fb_pixel_complete_registration',
  ],
}

/** Windows as they stand in an action beside its `value`, which is of the account's own window. */
const windows = ['1d_click', '7d_click', '28d_click', '1d_view', '1d_ev'] as const

type Claim = NonNullable<Spend['reported']>[number]

/** What Meta claims for itself, by type and window. Kept for comparison; donations are never made of it. */
export function reportedBy({ actions, action_values, account_currency }: InsightRow): Claim[] {
  return Object.entries(overlapping).flatMap(([type, names]) => {
    const name = names.find((each) => find(actions, each) ?? find(action_values, each))
    if (name === undefined) return []
    const [counts, values] = [find(actions, name), find(action_values, name)]
    return [['default', 'value'] as const, ...windows.map((window) => [window, window] as const)].flatMap(
      ([window, field]): Claim[] => {
        const [count, value] = [textOf(counts?.[field]), textOf(values?.[field])]
        if (count === undefined && value === undefined) return []
        return [
          {
            type,
            window,
            ...(count === undefined ? {} : { count: Number(count) }),
            ...(value === undefined ? {} : { value: toMoney(value, account_currency) }),
          },
        ]
      },
    )
  })
}

/** The `value` of one type, 0 where the list is there and the type is not. */
export function countOf(actions: Actions, type: string): number | undefined {
  if (!actions) return undefined
  return Math.round(Number(find(actions, type)?.value ?? 0))
}

/** All values of a list together: for lists of one kind of action. */
export function sumOf(actions: Actions): number | undefined {
  return actions && Math.round(actions.reduce((sum, { value }) => sum + Number(value ?? 0), 0))
}

const find = (actions: Actions, type: string) => actions?.find(({ action_type }) => action_type === type)

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && /^\d+(\.\d*)?$/.test(value) ? value : undefined
}
