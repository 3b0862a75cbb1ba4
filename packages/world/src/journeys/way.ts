/** How somebody is reached, as credit groups it. */
export const ways = ['ads', 'email', 'sms', 'search', 'direct', 'partner', 'social', 'web'] as const
export type Way = (typeof ways)[number]

/**
 * How much each way moves somebody, beside 1 for those who would give anyway: what a model that learns from data is to find. Nobody
 * is moved by having come by themselves.
 */
export const effects: Readonly<Record<Way, number>> = {
  ads: 0.5,
  email: 0.7,
  sms: 1.1,
  search: 0.1,
  direct: 0,
  partner: 0.5,
  social: 0.2,
  web: 0,
}

/** How often a way begins a path, and how often it goes on with one. */
export const begins: readonly [Way, number][] = [
  ['ads', 0.46],
  ['email', 0.14],
  ['search', 0.12],
  ['partner', 0.09],
  ['direct', 0.1],
  ['social', 0.05],
  ['sms', 0.04],
]
export const goesOn: readonly [Way, number][] = [
  ['email', 0.34],
  ['ads', 0.27],
  ['sms', 0.14],
  ['direct', 0.1],
  ['search', 0.08],
  ['partner', 0.04],
  ['social', 0.03],
]
/** How those came whose gift carries no code; the rest came from nowhere that anybody saw. */
export const comesUncoded: readonly [Way, number][] = [
  ['search', 0.3],
  ['direct', 0.38],
  ['partner', 0.14],
  ['social', 0.06],
]
