import { dimensions, dimensionWords } from './dimension.ts'
import { dictionaryOf, type DictionaryEntry } from './dictionary.ts'
import type { Example, ExampleTerm } from './example-of.ts'
import type { Unit } from './metric.ts'

const units: Readonly<Record<Unit, string>> = {
  money: 'money',
  count: 'a count',
  share: 'a share, as a fraction of 1',
  ratio: 'a ratio',
  hours: 'hours',
  months: 'months',
  points: 'a difference of shares, as a fraction of 1',
}
const wanted = { up: 'more is better', down: 'less is better', neither: 'neither more nor less is better' } as const

/** `docs/metrics.md`: every metric, from the registry. */
export function metricsPage(): string {
  const entries = dictionaryOf()
  return [
    '# Metrics',
    '',
    'Printed from the registry by `node packages/core/src/metrics/registry/print-metrics.ts`; a test fails when this page is not what',
    'that prints. How questions are asked and answered: `packages/core/src/metrics/README.md`. Shares and ratios are fractions, never',
    'percent; money is in minor units wherever it is data.',
    '',
    ...lined(
      ['metric', 'id', 'unit', 'looked after by'],
      entries.map(({ id, title, unit, owner }) => [
        `[${title.fundraising}](#${id})`,
        `\`${id}\``,
        unit,
        ownerOf(owner),
      ]),
    ),
    '',
    '## What figures can be filtered by and broken down into',
    '',
    ...lined(
      ['dimension', 'id', 'keys'],
      dimensions.map((id) => [dimensionWords[id].title, `\`${id}\``, dimensionWords[id].keys]),
    ),
    '',
    ...entries.flatMap(section),
  ].join('\n')
}

function section(entry: DictionaryEntry): string[] {
  const { id, title, definition, formula, unit, healthy, model, estimate, thinBelow, answered, example } = entry
  const names =
    title.commerce === title.fundraising ? title.fundraising : `${title.fundraising}; in commerce: ${title.commerce}`
  return [
    `## ${id}`,
    '',
    `**${names}.** ${definition}`,
    '',
    `- Formula: ${formula}`,
    `- Unit: ${units[unit]}; ${wanted[entry.wanted]}; of ${entry.grain}`,
    ...(example ? [`- Example: ${exampleText(example, unit)}`] : []),
    ...(entry.dimensions.length > 0 ? [`- By: ${entry.dimensions.join(', ')}`] : ['- By: nothing; it is one figure']),
    `- Told by: ${entry.sources.join(', ')}; looked after by: ${ownerOf(entry.owner)}; refreshed: ${entry.refresh.replace('_', ' ')}`,
    ...(healthy ? [`- Healthy: ${rangeText(healthy, unit)}`] : []),
    ...(model ? ['- Follows an attribution model: the client’s own, or the one that is asked for'] : []),
    ...(estimate === null
      ? []
      : [estimate === 'wilson' ? '- Interval: Wilson’s, at 95 %' : '- Interval: its own, where it is an estimate']),
    ...(thinBelow === null ? [] : [`- Thin under ${thinBelow} units`]),
    ...(answered === 'no_model_yet' ? ['- Not answered yet: no model'] : []),
    ...(answered === 'not_read_yet' ? ['- Not answered yet: nothing of it is read'] : []),
    '',
  ]
}

function exampleText({ numerator, denominator, value }: Example, unit: Unit): string {
  const result = unit === 'money' ? moneyText(value) : String(Number(value.toFixed(4)))
  const terms = (of: readonly ExampleTerm[]) =>
    of
      .map(({ label, sign, unit: each, value: n }, at) => {
        const amount = each === 'money' ? moneyText(n) : n.toLocaleString('en-US')
        return `${at === 0 ? '' : sign === 1 ? '+ ' : '− '}${label.toLowerCase()} ${amount}`
      })
      .join(' ')
  const bracketed = (of: readonly ExampleTerm[]) => (of.length > 1 ? `(${terms(of)})` : terms(of))
  return denominator.length === 0
    ? `${terms(numerator)} = ${result}`
    : `${bracketed(numerator)} ÷ ${bracketed(denominator)} = ${result}`
}

const moneyText = (minor: number): string =>
  `$${(minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
const ownerOf = (owner: string): string => owner.replace('_', ' ')

function rangeText({ from, to }: { from: number | null; to: number | null }, unit: Unit): string {
  const text = (bound: number) => (unit === 'money' ? (bound / 100).toFixed(2) : String(Number(bound.toFixed(4))))
  if (from === null) return to === null ? 'anything' : `at most ${text(to)}`
  return to === null ? `at least ${text(from)}` : `${text(from)} to ${text(to)}`
}

/** A table with its columns in line, as the formatter leaves it. */
function lined(head: string[], rows: string[][]): string[] {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((each) => each[i]?.length ?? 0)))
  const line = (each: string[]) => `| ${each.map((text, i) => text.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}
