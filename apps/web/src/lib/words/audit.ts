/** The audit log. */
export const audit = {
  page: 'Audit log',
  title: 'Everything that was done here, and by whom',
  whole: (rows: string) => `The chain of ${rows} entries is whole.`,
  broken: (seq: number) => `The chain is broken at entry ${seq}. Someone changed the log from outside.`,
  unchecked: 'The chain could not be checked just now.',
  when: 'When',
  who: 'Who',
  what: 'What',
  about: 'About',
  detail: 'Detail',
  older: 'Older entries',
  emptyTitle: 'Nothing was done yet',
  emptyBody: 'Sign-ins, changes and refusals are written here and can never be altered.',
  failedTitle: 'The log could not be read',
}
