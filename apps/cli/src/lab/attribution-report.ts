import {
  transitionsOf,
  type CreditedPaths,
  type ModelName,
  type Transitions,
} from '@throughline/core/attribution/models'

export interface CreditedModel {
  name: ModelName
  credit: CreditedPaths
}

type PerChannel<Amount> = Record<string, Amount>

/** What the lab says, as `--json` writes it. */
export interface AttributionReport {
  models: Partial<Record<ModelName, PerChannel<{ conversions: number; value: number }>>>
  markov?: {
    order: number
    /** The chance that a journey converts, and the value it is expected to bring. */
    conversionRate: number
    valueRate: number
    /** In conversions, and in value. */
    removalEffects: PerChannel<number>
    removalEffectsValue: PerChannel<number>
    /** From state to state; a state is its touches, joined as in the file. */
    transitions: Transitions
  }
  /** Where permutations were drawn: how many, and the standard error of each channel's credit. */
  shapleyRate?: { permutations: number; standardErrors: PerChannel<{ conversions: number; value: number }> }
}

/** Puts what each model credited under its channels' names; what had no touch is `unattributed` in every model. */
export function attributionReport(
  channels: readonly string[],
  credited: readonly CreditedModel[],
  unattributed: { conversions: number; value: number },
): AttributionReport {
  const report: AttributionReport = { models: {} }
  const perChannel = <Amount>(amount: (channel: number) => Amount): PerChannel<Amount> =>
    Object.fromEntries(channels.map((name, channel) => [name, amount(channel)]))
  const numbers = (amounts: Float64Array) => perChannel((channel) => amounts[channel] ?? 0)
  for (const { name, credit } of credited) {
    const amounts = perChannel((channel) => ({
      conversions: credit.conversions[channel] ?? 0,
      value: credit.value[channel] ?? 0,
    }))
    if (unattributed.conversions > 0 || unattributed.value > 0) {
      const already = amounts['unattributed'] ?? { conversions: 0, value: 0 }
      amounts['unattributed'] = {
        conversions: already.conversions + unattributed.conversions,
        value: already.value + unattributed.value,
      }
    }
    report.models[name] = amounts
    if (credit.by === 'markov')
      report.markov = {
        order: credit.chain.order,
        conversionRate: credit.effects.conversionRate,
        valueRate: credit.effects.valueRate,
        removalEffects: numbers(credit.effects.conversions),
        removalEffectsValue: numbers(credit.effects.value),
        transitions: transitionsOf(credit.chain),
      }
    if (credit.by === 'shapley_rate' && credit.rates.sampled) {
      const { permutations, conversions, value } = credit.rates.sampled
      const all = {
        conversions: scale(credit.conversions, credit.rates.conversions),
        value: scale(credit.value, credit.rates.value),
      }
      report.shapleyRate = {
        permutations,
        standardErrors: perChannel((channel) => ({
          conversions: (conversions[channel] ?? 0) * all.conversions,
          value: (value[channel] ?? 0) * all.value,
        })),
      }
    }
  }
  return report
}

/** What a Shapley value of 1 is credited with. */
function scale(credit: Float64Array, values: Float64Array): number {
  const sum = (all: Float64Array) => all.reduce((total, each) => total + each, 0)
  return sum(values) === 0 ? 0 : sum(credit) / sum(values)
}
