import type { Metric, Term } from './metric.ts'

/** What is divided and what by, in words; null where nothing is, or nothing answers yet. */
export function termWords({ worked }: Pick<Metric, 'worked'>): {
  numerator: string | null
  denominator: string | null
} {
  switch (worked.by) {
    case 'measures':
      return {
        numerator: wordsOf(worked.numerator),
        denominator: worked.denominator.length === 0 ? null : wordsOf(worked.denominator),
      }
    case 'reader':
      return { numerator: worked.numerator, denominator: worked.denominator }
    case 'nothing':
      return { numerator: null, denominator: null }
  }
}

const wordsOf = (terms: readonly Term[]): string =>
  terms
    .map(({ label, sign }, at) => {
      const word = at === 0 ? label : label.charAt(0).toLowerCase() + label.slice(1)
      return at === 0 ? word : `${sign === 1 ? '+' : '−'} ${word}`
    })
    .join(' ')
