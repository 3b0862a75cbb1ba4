export { planStates, type PlanState } from './plan-state.ts'
export { mrrSteps } from './mrr-waterfall.ts'
export {
  recurringMrr,
  recurringPlanRows,
  recurringPlans,
  type Mrr,
  type MrrInput,
  type Plan,
  type Recurring,
  type RecurringInput,
} from './recurring-plans.ts'
