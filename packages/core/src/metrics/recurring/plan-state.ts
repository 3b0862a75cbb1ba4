/**
 * Where a recurring plan stands. `active`: a charge is expected; `lapsed`: the expected charge has not come; `ended`: cancelled and
 * not charged since, all pledged charges made, or past its sunset.
 */
export const planStates = ['active', 'lapsed', 'ended'] as const
export type PlanState = (typeof planStates)[number]

/**
 * How long after its expected time a charge may come before its plan counts as lapsed. A plan of the 31st charges on 28 February and
 * again on 31 March, three days after what is expected of its last charge; and reports come hours late.
 */
export const graceHours = 4 * 24

/** How far ahead charges are added up. */
export const aheadHours = 30 * 24

/** Weekly plans as months: 52 weeks in 12 months. Minor units, rounded once, half away from zero. */
export const weeklyAsMonthly = (minor: number): number => Math.round((minor * 52) / 12)
