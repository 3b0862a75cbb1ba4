import type { AttributionReport } from './attribution-report.ts'

/** The report for people: a table of conversions and one of value, a channel a line, and the removal effects. */
export function attributionTable({ models, markov, shapleyRate }: AttributionReport): string[] {
  const names = Object.keys(models) as (keyof typeof models)[]
  const channels = Object.keys(models[names[0] ?? 'linear'] ?? {})
  const table = (amount: 'conversions' | 'value') => [
    amount,
    ...aligned([
      ['', ...names],
      ...channels.map((channel) => [
        channel,
        ...names.map((name) => (models[name]?.[channel]?.[amount] ?? 0).toFixed(2)),
      ]),
    ]),
    '',
  ]
  const lines = [...table('conversions'), ...table('value')]
  if (markov)
    lines.push(
      `removal effects of markov, order ${markov.order}; ${percent(markov.conversionRate)} of journeys convert`,
      ...aligned(Object.entries(markov.removalEffects).map(([channel, effect]) => [channel, percent(effect)])),
      '',
    )
  if (shapleyRate)
    lines.push(
      `shapley_rate is sampled, ${shapleyRate.permutations} orders of channels; standard errors in conversions`,
      ...aligned(
        Object.entries(shapleyRate.standardErrors).map(([channel, error]) => [channel, error.conversions.toFixed(2)]),
      ),
      '',
    )
  return lines.slice(0, -1)
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`

/** The first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
