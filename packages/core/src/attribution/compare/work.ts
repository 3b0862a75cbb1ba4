/** What the attribution's threads do. */
export { compareModels } from './compare-models.ts'
export { creditCells } from './credit-cells.ts'
export { creditedJourneys } from './credited-journeys.ts'
export { previewRules } from './preview-rules.ts'
export { fitBoth } from '../fitting/fit-both.ts'
import { findPaths, type PathsFound } from './find-paths.ts'
import type { JourneyColumns } from '../columns/columns.ts'
import type { Filter } from '../columns/walk.ts'

export interface PathsInput {
  columns: JourneyColumns
  filter: Filter
  channelOf: Uint8Array
}

export const paths = ({ columns, filter, channelOf }: PathsInput): PathsFound => findPaths(columns, filter, channelOf)
