import type { Answers } from '#lib/app-router.ts'

export type PipelineRead = Answers['pipeline']['view']
export type Roi = Answers['pipeline']['roi']
