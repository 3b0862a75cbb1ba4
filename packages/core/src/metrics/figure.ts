import type { Money } from '@throughline/canonical'

/** Why there is no number. `no_units`: nothing to divide by; `rate_missing`: two currencies and no rate; `not_read_yet`: no data; `no_model_yet`: what would answer it is not here yet. */
export type WhyNone = 'rate_missing' | 'no_units' | 'not_read_yet' | 'no_model_yet'

/** A figure, or why there is none: never a made-up number. */
export type MoneyFigure = { ok: true; value: Money } | { ok: false; why: WhyNone }
export type NumberFigure = { ok: true; value: number } | { ok: false; why: WhyNone }

export const none = (why: WhyNone): { ok: false; why: WhyNone } => ({ ok: false, why })
export const money = (minor: number, currency: string): MoneyFigure => ({ ok: true, value: { minor, currency } })
export const number = (value: number): NumberFigure => ({ ok: true, value })

/** Minor units or the number itself; undefined where there is no value. */
export function plain(figure: MoneyFigure | NumberFigure): number | undefined {
  if (!figure.ok) return undefined
  return typeof figure.value === 'number' ? figure.value : figure.value.minor
}

/** (now − before) ÷ before, a fraction; against a loss, of its size. No value where before is zero. */
export function changeOf(now: MoneyFigure | NumberFigure, before: MoneyFigure | NumberFigure): NumberFigure {
  if (!now.ok) return now
  if (!before.ok) return before
  const [is, was] = [plain(now) ?? 0, plain(before) ?? 0]
  return was === 0 ? none('no_units') : number((is - was) / Math.abs(was))
}
