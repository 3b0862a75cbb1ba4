import type { AlertFinding, AlertRule, Severity } from '../../notify/alert-rule.ts'
import { todayIn } from '../../metrics/today.ts'
import { readMeasures } from '../data-health.ts'
import { tenantOfQuality } from '../quality-of.store.ts'
import type { Measure, MeasureId } from '../sources/measures.ts'

/** Of fewer rows or events than this a share says nothing worth waking anybody for. */
const enough = 20
const page = '/health#sources'

interface MeasureRule {
  id: string
  title: string
  severity: Severity
  measure: MeasureId
  sentence: AlertRule['sentence']
  forClient?: AlertRule['forClient']
}

/** A rule over one measure of each source, over yesterday and today. */
const measureRule = ({ measure: wanted, ...rule }: MeasureRule): AlertRule => ({
  ...rule,
  runbook: `docs/runbooks/${rule.id}.md`,
  calmMinutes: 30,
  reopenMinutes: 240,
  everyMinutes: 15,
  async check(inside, now) {
    const { timeZone } = await tenantOfQuality(inside)
    const { day: to } = todayIn(timeZone, now)
    const from = Temporal.PlainDate.from(to).subtract({ days: 1 }).toString()
    const sources = await readMeasures(inside, { from, to }, now)
    return sources.flatMap(({ source, name, resting, measures }) => {
      const measure = measures.find(({ id }) => id === wanted)
      return measure && !resting && isPoor(measure) ? [finding(source, name, measure)] : []
    })
  },
})

const isPoor = ({ state, whole }: Measure): boolean => state === 'poor' && (whole ?? 0) >= enough

const finding = (source: string, name: string, { value, part, whole, basis }: Measure): AlertFinding => ({
  subject: source,
  say: {
    name,
    percent: percent(value ?? 0),
    part: Math.round(part ?? 0),
    whole: Math.round(whole ?? 0),
    by: basis === 'own' ? 'what such days brought before' : 'its own count',
  },
  link: page,
})

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Critical below 95 % received or valid; warning below 90 % complete; info above 5 % late or 1 % twice. */
export const measureRules: readonly AlertRule[] = [
  measureRule({
    id: 'ingestion-low',
    title: 'Less came than should have',
    severity: 'critical',
    measure: 'ingestion',
    sentence: ({ name, percent: share, part, whole, by }) =>
      `${name}: ${part} of ${whole} are here (${share}), by ${by}, since yesterday.`,
    forClient: {
      title: 'Less came than should have',
      sentence: () =>
        'One of your sources has told us less than it should have since yesterday. Figures that rest on it are not complete.',
    },
  }),
  measureRule({
    id: 'validation-low',
    title: 'Too much is refused',
    severity: 'critical',
    measure: 'validation',
    sentence: ({ name, percent: share, part, whole }) =>
      `${name}: of ${whole} that came since yesterday ${part} were taken (${share}).`,
  }),
  measureRule({
    id: 'completeness-low',
    title: 'Fields are missing',
    severity: 'warning',
    measure: 'completeness',
    sentence: ({ name, percent: share, whole }) =>
      `${name}: ${share} of ${whole} since yesterday had every field that is needed.`,
  }),
  measureRule({
    id: 'late-high',
    title: 'Much comes late',
    severity: 'info',
    measure: 'late',
    sentence: ({ name, percent: share, whole }) =>
      `${name}: ${share} of ${whole} that came since yesterday had happened more than a day before.`,
  }),
  measureRule({
    id: 'duplicates-high',
    title: 'Much is sent twice',
    severity: 'info',
    measure: 'duplicates',
    sentence: ({ name, percent: share, whole }) =>
      `${name}: ${share} of ${whole} that came since yesterday had come before. Each counts once.`,
  }),
]
