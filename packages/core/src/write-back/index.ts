export { createWriteBack } from './create-write-back.ts'
export { writeAttribution } from './write-attribution.ts'
export type { WriteBack } from './write-back.ts'
