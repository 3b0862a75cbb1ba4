import type { MetricReader } from '../../registry/metric.ts'
import { cohortsOf, togetherOf, type Cohort, type Watched } from '../cohorts.ts'
import { overGifts } from './giving.store.ts'
import { shareWorth } from './worths.ts'

/** Of those whose first gift lies on the days and who could be watched long enough, the share that came back. */
const cameBack =
  (of: (cohort: Cohort) => Watched | undefined): MetricReader =>
  (inside, asked) =>
    overGifts(inside, asked, (gifts, days) => {
      const cohorts = cohortsOf(gifts, days)
      const { watched, kept } = togetherOf(cohorts.flatMap((cohort) => of(cohort) ?? []))
      const people = cohorts.reduce((sum, cohort) => sum + cohort.people, 0)
      return shareWorth(kept, watched, { people, censored: people - watched })
    })

/** A further gift in month 1, 2 or 3 after the first. */
export const retentionReader = (month: 1 | 2 | 3): MetricReader => cameBack(({ retained }) => retained[month - 1])
/** A second gift within 90 days of the first. */
export const repeatReader: MetricReader = cameBack(({ repeated }) => repeated)
