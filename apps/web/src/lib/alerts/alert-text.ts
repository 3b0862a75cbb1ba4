import type { Answers } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

export const alertTabs = ['open', 'acknowledged', 'snoozed', 'resolved'] as const
export type AlertTab = (typeof alertTabs)[number]

export const readTab = (text: string | null): AlertTab => alertTabs.find((each) => each === text) ?? 'open'

type Severity = Answers['alerts']['list']['rows'][number]['severity']
export const toneOf: Readonly<Record<Severity, 'bad' | 'warn' | 'neutral'>> = {
  critical: 'bad',
  warning: 'warn',
  info: 'neutral',
}

type Line = Answers['alerts']['one']['story'][number]
const w = words.alerts

const severityText = (text: string | undefined) =>
  text === 'critical' || text === 'warning' || text === 'info' ? w.severities[text].toLowerCase() : ''

/** A line of an alert's story, after who did it. @param instant writes a moment */
export function lineText({ kind, detail }: Line, instant: (at: string) => string): string {
  switch (kind) {
    case 'opened':
      return w.lines.opened
    case 'reopened':
      return detail['after'] === 'snooze' ? w.lines.reopenedAfterSnooze : w.lines.reopened
    case 'refreshed':
      return w.lines.refreshed(severityText(detail['before']), severityText(detail['severity']))
    case 'acknowledged':
      return w.lines.acknowledged
    case 'assigned':
      return detail['owner'] === undefined ? w.lines.unassigned : w.lines.assigned(detail['owner'])
    case 'snoozed':
      return w.lines.snoozed(instant(detail['until'] ?? ''))
    case 'commented':
      return w.lines.wrote
    case 'resolved':
      return w.lines.resolved
    case 'notified':
      return detail['outcome'] === 'failed'
        ? w.lines.untold(detail['channel'] ?? '', detail['why'] ?? '')
        : w.lines.told(detail['channel'] ?? '')
  }
}
