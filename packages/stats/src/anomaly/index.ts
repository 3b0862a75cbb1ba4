export {
  expectedDays,
  findAnomalies,
  type Anomaly,
  type AnomalyKind,
  type FindOptions,
  type JudgedDay,
} from './find-anomalies.ts'
export { type SeasonOptions, type Series } from './fit-season.ts'
