import { numberFormat } from './intl.ts'

/** A whole number with the locale's grouping. */
export function formatCount(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(value).replace('-', '−')
}

/**
 * A fraction as percent, one decimal.
 * @param fraction 0.123 is 12.3%
 * @param signed puts a plus before a gain
 */
export function formatPercent(fraction: number, locale: string, { signed = false, places = 1 } = {}): string {
  return numberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    signDisplay: signed ? 'exceptZero' : 'auto',
  })
    .format(fraction)
    .replace('-', '−')
}

/** A number with at most `places` decimals. */
export function formatDecimal(value: number, locale: string, places: number): string {
  return numberFormat(locale, { maximumFractionDigits: places }).format(value).replace('-', '−')
}
