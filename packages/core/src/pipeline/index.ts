export { createPipelines } from './create-pipelines.ts'
export type { Pipelines } from './pipeline.ts'
