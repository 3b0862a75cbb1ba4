export { goalAlerts } from './alert-rule.ts'
export { createGoals } from './create-goals.ts'
export type { GoalList, GoalRow, Goals, GoalsDeps } from './goals.ts'
