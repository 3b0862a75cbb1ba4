import { currencyPlaces } from '@throughline/ui/format'
import type { Questions } from '#lib/app-router.ts'

const names = ['spend', 'leads', 'dealRate', 'winRate', 'value', 'margin'] as const
type RoiField = (typeof names)[number]
export type RoiFields = Record<RoiField, string>

/** What somebody typed; undefined before anybody did. */
export function readRoi(search: { get: (name: string) => string | null }): RoiFields | undefined {
  if (search.get('leads') === null) return undefined
  return Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as RoiFields
}

/** Typed money in major units and shares in percent, as the question has them. */
export function roiQuestion(fields: RoiFields, currency: string): Omit<Questions['pipeline']['roi'], 'tenant'> {
  const number = (text: string) => (text.trim() === '' ? NaN : Number(text.replaceAll(',', '')))
  const minor = (text: string) => Math.round(number(text) * 10 ** currencyPlaces(currency))
  return {
    spend: minor(fields.spend),
    leads: number(fields.leads),
    dealRate: number(fields.dealRate) / 100,
    winRate: number(fields.winRate) / 100,
    value: minor(fields.value),
    margin: number(fields.margin) / 100,
  }
}
