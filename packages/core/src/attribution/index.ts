export { checkAttribution, repairAttribution, type AttributionCheck } from './check-attribution.ts'
export { followBack } from './follow-back.ts'
export { attribute, type AttributeDeps } from './attribute.ts'
export type { Attribution, TopicsView } from './attribution.ts'
export { createAttribution, type AttributionDeps } from './create-attribution.ts'
export { fitModels, type FitModelsDeps } from './fitting/fit-models.ts'
export { followBatches } from './follow-batches.ts'
export { attributionThreads } from './threads.ts'
export {
  deliveryChanges,
  deliveryKinds,
  deliverySums,
  isDeliveryBehind,
  type DeliveryKind,
  type DeliverySum,
} from './delivery/index.ts'
export { namedPlaces, type NamedPlace } from './named-places.ts'
export { creditBy } from './compare/group-places.ts'
export { tiers } from './evidence.ts'
export { customers } from './journeys/journey.ts'
export { modelNames, windowDays } from './models/index.ts'
export { creditChannels } from './place.ts'
export { returnsBy } from './returns/returns-view.ts'
export { textsBy } from './texts/text-people.store.ts'
