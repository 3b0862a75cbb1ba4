import { countWord, plural } from './count.ts'

/** Recurring plans. */
export const recurring = {
  page: 'Recurring',
  title: (plans: string, n: number, amount: string, due: string) =>
    `${plans} active ${plural(n, 'plan brings', 'plans bring')} ${amount} a month. ${due} is expected in the next 30 days.`,
  noneActive: 'No plan is active.',
  nothing: 'No recurring plans yet.',
  lapsedSub: (count: number) =>
    `${countWord(count)} ${plural(count, 'plan has', 'plans have')} lapsed: the expected charge is more than four days overdue.`,
  unpriced: (count: number) =>
    `${countWord(count)} active ${plural(count, 'plan is', 'plans are')} in no sum: its source did not say how much or how often.`,
  expected: 'Next charges are worked out from the last one; no source says them.',

  mrr: 'Recurring a month',
  due: 'Expected in 30 days',
  inCurrency: (label: string, currency: string) => `${label}, ${currency}`,
  active: 'Active plans',
  lapsed: 'Lapsed plans',
  ended: 'Ended plans',
  weeklyOf: (count: string) => `${count} weekly`,
  charges: (count: string, n: number) => `${count} ${plural(n, 'charge', 'charges')}`,
  gross: 'before fees',
  lapsedNote: 'charge overdue',
  endedNote: 'cancelled or complete',

  plans: 'Plans',
  filter: 'Which plans',
  all: 'All',
  states: { active: 'Active', lapsed: 'Lapsed', ended: 'Ended' },
  state: 'State',
  donor: 'Donor',
  customer: 'Customer',
  repeats: 'Repeats',
  every: { weekly: 'weekly', monthly: 'monthly' },
  made: 'Charges',
  madeOf: (made: string, pledged: string) => `${made} of ${pledged}`,
  last: 'Last charge',
  next: 'Next charge',
  nextExpected: (day: string) => `expected ${day}`,
  nextOverdue: (day: string) => `was expected ${day}`,
  cancelled: (day: string) => `cancelled ${day}`,
  complete: 'all charges made',
  ranOut: 'ran to its end',
  reopened: 'charged again',
  reopenedHelp: 'It was cancelled, and charged again after that.',
  older: 'More plans',
  newest: 'Back to the first',

  emptyTitle: 'No recurring plans yet',
  emptyBody: 'A plan appears here with its first charge, and everything known of it stays: amount, charges, next one.',
  emptyState: {
    active: 'No plan is active.',
    lapsed: 'No plan has lapsed: every expected charge came.',
    ended: 'No plan has ended.',
  },
  failed: 'The plans could not be read',
  failedBody: 'Nothing is lost, and no source was touched. Try again in a moment.',

  mrrSays:
    'What active plans repeat, as a month: monthly plans as they are, weekly ones 52 times a year over 12 months. Lapsed and ended plans are left out; gross, before fees.',
  dueSays:
    'The charges that active plans are expected to make in the 30 days from now, each plan up to its pledge or its last day. Gross, before fees; a card may still fail.',
  monthlyPlans: 'Monthly plans',
  weeklyPlans: 'Weekly plans × 52 ÷ 12',
  dueCharges: 'Expected charges',
  seenFrom: (when: string) => `Seen from ${when}`,
  rows: 'Active plans',

  mrrWay: 'How it came to this',
  mrrWayHelp: 'gross a month, before fees',
  mrrStep: 'Step',
  mrrSpan: 'How far back',
  mrrSpans: { 30: '30 days', 90: '90 days', 365: 'A year' },
  mrrOn: (day: string) => `On ${day}`,
  mrrNow: 'Now',
  mrrSteps: {
    new: 'New plans',
    recovered: 'Charged again after a gap',
    upgraded: 'Raised',
    downgraded: 'Lowered',
    paused: 'Expected charge did not come',
    failed: 'Charge declined',
    cancelled: 'Cancelled or complete',
  },
  mrrPlans: (count: string, n: number) => `${count} ${plural(n, 'plan', 'plans')}`,
  mrrFailed: 'How it came to this could not be worked out',
}
