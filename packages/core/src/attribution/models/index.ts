export { creditInBulk, type BulkOptions, type Conversions, type Credited } from './bulk-credit.ts'
export type { ChannelFit, Fit, Fitted } from './fit.ts'
export { fitMarkov } from './fit-markov.ts'
export { fitShapleyRate } from './fit-shapley-rate.ts'
export { transitionsOf, type Transitions } from './transitions.ts'
export { journeyOf, type Journey, type Milestones, type TouchColumns, type Weigh } from './journey.ts'
export { modelNames, parseModelName, type DataDriven, type Model, type ModelName } from './model.ts'
export { oneConversion, splitMinor, splitMinorInto } from './split-credit.ts'
export { weigh, weigherOf } from './weigh.ts'
export {
  inWindow,
  parseWindowDays,
  unlimited,
  windowDays,
  windowSeconds,
  type Window,
  type WindowDays,
} from './window.ts'
export { creditPaths, whyNotOfPaths, type CreditedPaths } from './credit-paths.ts'
export type { Order } from './markov-chain.ts'
export { pathsOf, type NamedPath, type Paths } from './paths.ts'
export { compileRules, type ApplyRules, type RuleTrouble } from './rules/compile-rules.ts'
export { parseRules, type ParsedRules } from './rules/parse-rules.ts'
export { flagWords, numberWords, textWords, type Rule, type RuleFault } from './rules/rule.ts'
