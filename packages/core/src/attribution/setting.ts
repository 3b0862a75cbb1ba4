import type { Model, Window } from './models/index.ts'

/** By which model and window a tenant's credit is kept: what figures mean where they name no other. */
export interface AttributionSetting {
  /** The version: given out in order, 0 before anybody chose. */
  modelNo: number
  model: Model
  window: Window
}

/** What holds until somebody chooses: who came by themselves last was brought by what came before. */
export const firstSetting: AttributionSetting = {
  modelNo: 0,
  model: { name: 'last_non_direct' },
  window: { clickDays: 28, viewDays: 28 },
}
