import { formatFineMoney } from '@throughline/ui/format'
import type { Answers, Questions } from '#lib/app-router.ts'

export type TextsRead = Answers['attribution']['texts']
export type TextRow = TextsRead['rows'][number]
export type TextsBy = Questions['attribution']['texts']['by']
type Funnel = TextsRead['total']

export const textsBys: readonly TextsBy[] = ['campaign', 'list', 'day']
export const readTextsBy = (text: string | null): TextsBy => textsBys.find((by) => by === text) ?? 'campaign'

export interface FunnelStep {
  step: 'sent' | 'delivered' | 'clicked' | 'donated' | 'optedOut'
  people: number
  /** Of the step before, and of the first; null: nobody was there to come from. */
  ofBefore: number | null
  ofFirst: number | null
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

/** The way from sending to giving, and apart from it who wants no more, of those reached. */
export function funnelSteps({ sent, delivered, clicked, donated, optedOut }: Funnel): FunnelStep[] {
  const step = (name: FunnelStep['step'], people: number, before: number): FunnelStep => ({
    step: name,
    people,
    ofBefore: share(people, before),
    ofFirst: share(people, sent),
  })
  return [
    { ...step('sent', sent, sent), ofBefore: null },
    step('delivered', delivered, sent),
    step('clicked', clicked, delivered),
    step('donated', donated, clicked),
    step('optedOut', optedOut, delivered),
  ]
}

/** What reaching one person cost: often less than a cent. */
export const costText = (costMicro: number | null, currency: string, locale: string): string =>
  costMicro === null ? '–' : formatFineMoney(costMicro / 1_000_000, currency, locale)
