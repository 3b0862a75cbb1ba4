import type { ConversionSet } from '../columns/columns.store.ts'
import type { Fits } from '../fits.store.ts'
import type { DataDriven, Fit, Model, ModelName } from '../models/index.ts'
import type { AttributionSetting } from '../setting.ts'

/** A model with how sure it is of itself. */
export interface ComparedModel {
  model: Model
  sure: boolean
  /** Why it is not, in words. */
  why: string | null
}

/** Shown side by side, in this order. */
const shown: readonly Exclude<ModelName, DataDriven | 'custom'>[] = [
  'first_touch',
  'last_touch',
  'last_non_direct',
  'linear',
  'time_decay',
  'position_based',
  'j_shaped',
  'inverse_j',
  'shapley',
]
/** Those that say more where it is known when a lead and a deal were made. */
const ofDeals = ['w_shaped', 'full_path'] as const

/**
 * Every model that can say something for this client: rules always, data-driven ones once they are fitted, to gifts; the client's own as it
 * chose it.
 */
export function modelsToCompare(
  { model: own }: Pick<AttributionSetting, 'model'>,
  fits: Fits,
  of: ConversionSet = 'gifts',
): ComparedModel[] {
  const ruled = [...shown, ...(of === 'won' ? ofDeals : [])].map((name): ComparedModel => ({
    model: own.name === name ? own : { name },
    sure: true,
    why: null,
  }))
  const fitted = (of === 'won' ? [] : (['markov', 'shapley_rate'] as const)).flatMap((name): ComparedModel[] => {
    const fit = own.name === name ? own.fit : fits[name]
    return fit ? [fittedModel(name, fit)] : []
  })
  const named = new Set([...ruled, ...fitted].map(({ model }) => model.name))
  return [...ruled, ...fitted, ...(named.has(own.name) ? [] : [{ model: own, sure: true, why: null }])]
}

const fittedModel = (name: DataDriven, fit: Fit): ComparedModel => ({
  model: { name, fit },
  sure: fit.sure,
  why: fit.why,
})
