import { plural } from './count.ts'

/** How a connection does. */
export const health = {
  completeness: 'Completeness',
  completenessBody: 'What the source itself counts, beside what is here. Checked after every reading and once a day.',
  stream: 'Stream',
  atSource: 'At the source',
  here: 'Here',
  proof: 'Proof',
  states: {
    complete: 'Whole',
    differs: 'Differs',
    not_provable: 'Not provable',
  } as Record<string, string>,
  unchecked: 'Not checked yet',
  notProvable: 'The source gives no count, so nothing can be proved.',
  checked: (ago: string) => `checked ${ago}`,
  repair: 'Read again',
  repairing: 'It is being read again.',
  differences: (count: number) => `${count} ${plural(count, 'difference', 'differences')}`,
  whole: 'in all',
  causes: {
    set_aside: 'the missing rows are set aside below',
    still_moving: 'the source is still changing this day',
    missing: 'rows are missing here',
    extra: 'rows are here that the source no longer counts',
    amounts: 'the rows agree, their sums do not',
  } as Record<string, string>,
  difference: (day: string, source: string, here: string, cause: string) =>
    `${day}: ${source} there, ${here} here; ${cause}`,
  limits: 'Limits and rhythm',
  limitsNone: 'The source has not said how much of its limits is left.',
  used: (percent: string) => `${percent} used`,
  accounts: 'Accounts',
  every: 'Read every',
  rhythm: (minutes: number) =>
    minutes < 60
      ? `${minutes} ${plural(minutes, 'minute', 'minutes')}`
      : minutes === 60
        ? 'hour'
        : `${minutes / 60} hours`,
  setRhythm: 'Set',
  rhythmSet: 'The rhythm is set.',
  fields: 'New fields',
  fieldsBody: 'What to do when the source sends a field it never had before.',
  drift: {
    evolve: 'Keep it and say so',
    freeze: 'Leave it out and say so',
    quarantine: 'Set its rows aside',
  } as Record<string, string>,
  driftSet: 'Set.',
  newFields: (count: number) => `${count} new ${plural(count, 'field', 'fields')}`,
  accept: 'They are fine',
  accepted: (count: number) => `${count} ${plural(count, 'field is', 'fields are')} known now.`,
  webhookStates: {
    receiving: 'receiving',
    quiet: 'quiet',
    silent: 'silent: rows were found by reading that were not announced here',
    never: 'nothing yet',
  } as Record<string, string>,
  deliveries: 'Deliveries',
  probe: 'Knock at the address',
  across: 'All connections',
  acrossTitle: (needing: number) =>
    needing === 0
      ? 'Every source of every client is being read.'
      : `${needing} ${plural(needing, 'source needs', 'sources need')} someone.`,
  client: 'Client',
  failedTitle: 'The connections could not be read',
  none: 'No client has a connection yet.',
}

/** What can be done at sources. */
export const actions = {
  page: 'Actions',
  title: (waiting: number) =>
    waiting === 0
      ? 'What was done at the sources'
      : `${waiting} ${plural(waiting, 'action waits', 'actions wait')} for a second person`,
  body: 'Everything that is changed at a source goes through here: who asked, who agreed, what came of it.',
  can: 'What can be done there',
  canNot: 'Whoever signed in at the source did not allow changes.',
  allow: 'Sign in again and allow changes',
  choose: 'Choose',
  look: 'Look what it would do',
  doIt: 'Do it',
  second: 'Somebody else has to agree first.',
  preview: 'What would happen',
  before: 'Now',
  after: 'Then',
  nothing: 'Nothing would change: it stands so already.',
  asked: 'It is on its way.',
  waits: 'It waits for a second person.',
  what: 'What',
  state: 'State',
  when: 'Asked',
  states: {
    waiting: 'Waits for a second person',
    approved: 'About to be done',
    running: 'Being done',
    done: 'Done',
    undoing: 'Being taken back',
    undone: 'Taken back',
    refused: 'Not done',
    failed: 'Failed',
    unsure: 'Nobody can say',
  } as Record<string, string>,
  yes: 'Agree',
  no: 'Decline',
  undo: 'Take back',
  happened: 'It happened',
  notHappened: 'It did not',
  agreed: 'Agreed. It is on its way.',
  declined: 'Declined. Nothing was done.',
  undoing: 'It is being taken back.',
  settled: 'Written down.',
  older: 'Older actions',
  emptyTitle: 'Nothing was changed yet',
  emptyBody: 'Changes at a source begin on its connection’s page.',
  failedTitle: 'The actions could not be read',
}
