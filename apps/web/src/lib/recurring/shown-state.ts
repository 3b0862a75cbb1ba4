import type { Questions } from '#lib/app-router.ts'

export type PlanState = NonNullable<Questions['recurring']['plans']['state']>
export const planStates: readonly PlanState[] = ['active', 'lapsed', 'ended']

/** The state that an address filters by; anything else is none. */
export const readState = (text: string | null): PlanState | undefined => planStates.find((state) => state === text)

const recurringFigures = ['mrr', 'due'] as const
export type RecurringFigure = (typeof recurringFigures)[number]

/** Which of the page's own figures an address asks the proof of. */
export const readFigure = (text: string | null): RecurringFigure | undefined =>
  recurringFigures.find((figure) => figure === text)
