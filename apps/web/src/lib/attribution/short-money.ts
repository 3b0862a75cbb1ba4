import { currencyPlaces, formatMoney, formatMoneyShort, type Money } from '@throughline/ui/format'

/** Money in few letters: `$181K`, and whole below ten thousand, where shortening would save nothing. */
export function shortMoney(money: Money, locale: string): string {
  const units = Math.abs(money.minor) / 10 ** currencyPlaces(money.currency)
  return units < 10_000 ? formatMoney(money, locale) : formatMoneyShort(money, locale)
}
