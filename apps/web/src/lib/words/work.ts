import { countWord, plural } from './count.ts'

/** Failed work. */
export const work = {
  page: 'Failed work',
  title: (count: number) =>
    count === 0
      ? 'No work has failed for good.'
      : `${countWord(count)} ${plural(count, 'piece', 'pieces')} of work failed for good.`,
  body: 'Each was tried several times with growing pauses. Nothing is lost: trying again picks up where it stopped.',
  kind: 'Work',
  kinds: {
    'process-inbox': 'Taking in deliveries',
    'fetch-hints': 'Fetching what was only named',
    'run-action': 'An action',
    reconcile: 'Comparing with the source',
    'replay-quarantine': 'Reading rows set aside',
    'fire-schedule': 'A schedule',
    'read-connection': 'Reading a source',
    'run-stream': 'Reading a stream',
    backfill: 'Reading history',
    'ask-held': 'Asking a source for rows that it no longer counts',
    'register-webhooks': 'Telling a source our address',
    'send-conversions': 'Telling an ad platform of conversions',
    reprocess: 'Working out rows again',
    retention: 'Forgetting what is past its time',
    'change-zone': 'Moving to another time zone',
    'merge-strips': 'Tidying up days',
    'import-events': 'Importing past events',
    'reconcile-matches': 'Reporting what was found out about past gifts',
    'segment-people': 'Working out who is in which segment',
    attribute: 'Following gifts back to what led to them',
    'fit-models': 'Fitting models of attribution',
  } as Record<string, string>,
  ofClient: 'all of this client',
  ref: 'About',
  error: 'What happened',
  attempts: 'Tries',
  died: 'When',
  replay: 'Try again',
  dismiss: 'Leave it',
  replayed: 'It is being tried again.',
  dismissed: 'It is left.',
  emptyTitle: 'Nothing here',
  emptyBody: 'Work that fails more often than it should is listed here, to be looked at and tried again.',
  failedTitle: 'Failed work could not be read',
  older: 'Older ones',
}
