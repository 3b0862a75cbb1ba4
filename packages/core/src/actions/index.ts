export type { ActionCard, Actions, ActionView, Preview, Wish } from './actions.ts'
export { createActions } from './create-actions.ts'
export { runAction } from './run-action.ts'
