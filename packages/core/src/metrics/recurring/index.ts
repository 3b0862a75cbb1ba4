export { planStates, type PlanState } from './plan-state.ts'
export { recurringPlanRows, recurringPlans, type Plan, type Recurring, type RecurringInput } from './recurring-plans.ts'
