import { countWord, plural } from './count.ts'

/** The portfolio. */
export const portfolio = {
  page: 'Portfolio',
  need: (count: number) => `${countWord(count)} ${plural(count, 'client needs', 'clients need')} you.`,
  look: (count: number) => `${countWord(count)} ${plural(count, 'is', 'are')} worth a look.`,
  quiet: 'All clients are quiet.',
  clients: (count: number) => `${count} ${plural(count, 'client', 'clients')}`,
  raisedMonth: (amounts: string) => `${amounts} net raised in 30 days`,
  asOf: (time: string) => `as of ${time}`,
  client: 'Client',
  why: 'Why',
  today: 'Today',
  week: '7 days',
  month: '30 days',
  byDay: 'By day',
  connections: 'Connections',
  groups: { now: 'Need you now', look: 'Worth a look', quiet: 'Quiet' } as Record<string, string>,
  sorts: { attention: 'Needs you', raised: 'Net raised', name: 'Name' } as Record<string, string>,
  allRead: (count: number) => (count === 0 ? 'None yet' : count === 1 ? 'Read' : `All ${count}`),
  emptyTitle: 'No client is yours to see yet',
  emptyBody: 'An owner or admin of the agency can grant you clients. They appear here at once.',
  failedTitle: 'The clients could not be read',
}
