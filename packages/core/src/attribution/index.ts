export { followBatches } from './follow-batches.ts'
export { attribute, attributeSome, type AttributeDeps } from './attribute.ts'
