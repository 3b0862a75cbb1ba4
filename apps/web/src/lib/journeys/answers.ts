import type { Answers } from '#lib/app-router.ts'

export type Journey = Answers['attribution']['journey']
export type Touch = Journey['touches'][number]
export type JourneyLine = Answers['attribution']['journeys']['rows'][number]
/** What names a record of a source. */
export interface RecordId {
  kind: string
  source: string
  key: string
}
