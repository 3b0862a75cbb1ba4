import { Invalid } from '@throughline/canonical'
import type { Fit } from './fit.ts'

/** Every model, named as the field names it. A closed list: any other name is an error. */
export const modelNames = [
  'first_touch',
  'last_touch',
  'last_non_direct',
  'linear',
  'time_decay',
  'position_based',
  'w_shaped',
  'full_path',
  'j_shaped',
  'inverse_j',
  'markov',
  'shapley',
  'shapley_rate',
  'custom',
] as const
export type ModelName = (typeof modelNames)[number]

/** Those that say something only once they were fitted to journeys that converted and journeys that did not. */
export type DataDriven = 'markov' | 'shapley_rate'

/** What a model needs beside its name. */
interface Parameters {
  /** 7 where it is left out. */
  time_decay: { halfLifeDays?: number }
  /** Frozen: a refit is a new model, and what was credited keeps the fit that credited it. */
  markov: { fit: Fit }
  shapley_rate: { fit: Fit }
  /** In the language of `rules/`. */
  custom: { rules: string }
}

/** One model of this name, with all that it needs to weigh a journey. Plain data: it can be stored, and sent to another thread. */
export type ModelOf<Name extends ModelName> = Name extends keyof Parameters
  ? { name: Name } & Parameters[Name]
  : { name: Name }
export type Model = { [Name in ModelName]: ModelOf<Name> }[ModelName]

/** @throws Invalid naming the models that there are */
export function parseModelName(name: string): ModelName {
  const found = modelNames.find((each) => each === name)
  if (found === undefined) throw new Invalid(`There is no model "${name}"; there are ${modelNames.join(', ')}.`)
  return found
}
