import { createRng } from '@throughline/stats'
import type { JourneyColumns } from '../columns/columns.ts'
import type { Filter } from '../columns/walk.ts'
import { fitMarkov, fitShapleyRate, pathsOf, type DataDriven, type Fitted, type NamedPath } from '../models/index.ts'
import { pathsOfColumns } from './paths-of-columns.ts'

export interface FitInput {
  columns: JourneyColumns
  filter: Filter
  channelOf: Uint8Array
  /** Journeys that led to nothing. */
  silent: readonly NamedPath[]
  /** The same seed gives the same fit. */
  seed: string
}

/** Fits both data-driven models to journeys that converted and journeys that did not. Pure. */
export function fitBoth({ columns, filter, channelOf, silent, seed }: FitInput): Record<DataDriven, Fitted> {
  const paths = pathsOf([...pathsOfColumns(columns, filter, channelOf), ...silent])
  return { markov: fitMarkov(paths, { order: 1 }), shapley_rate: fitShapleyRate(paths, createRng(seed)) }
}
