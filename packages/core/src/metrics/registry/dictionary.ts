import { exampleOf, type Example } from './example-of.ts'
import type { Metric } from './metric.ts'
import { metrics } from './metrics.ts'
import { termWords } from './term-words.ts'

/** A metric as a dictionary tells of it. */
export interface DictionaryEntry extends Omit<Metric, 'worked'> {
  numerator: string | null
  denominator: string | null
  /** What answers it; or why nothing does yet. */
  answered: 'measures' | 'reader' | 'no_model_yet' | 'not_read_yet'
  /** Its formula with numbers put in; null where it is no formula over sums. */
  example: Example | null
}

/** Every metric in words. */
export const dictionaryOf = (): DictionaryEntry[] =>
  metrics.map(({ worked, ...metric }) => ({
    ...metric,
    ...termWords({ worked }),
    example: exampleOf({ ...metric, worked }) ?? null,
    answered: worked.by === 'nothing' ? worked.why : worked.by,
  }))
