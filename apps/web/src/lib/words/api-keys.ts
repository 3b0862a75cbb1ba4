import { countWord, plural } from './count.ts'

/** Keys that a client's own systems and pages call us with. */
export const apiKeys = {
  page: 'API keys',
  title: (working: number, all: number, name: string) =>
    working === 0
      ? all === 0
        ? `No API key was made for ${name} yet.`
        : `No API key works for ${name} any more.`
      : `${countWord(working)} API ${plural(working, 'key works', 'keys work')} for ${name}.`,
  sub: 'What the client’s own systems and pages send events with, and ask with.',
  key: 'Key',
  madeBy: 'Made by',
  lastUsed: 'Last used',
  ends: 'Ends',
  state: 'State',
  states: { works: 'Works', ending: 'Replaced', expired: 'Ended', revoked: 'Revoked' } as Record<string, string>,
  neverUsed: 'not yet',
  neverEnds: 'never',
  change: 'Change',
  emptyTitle: 'Nothing sends here yet',
  emptyBody: 'A key lets a server, or a page, send events here.',
  failedTitle: 'The keys could not be read',

  make: 'Make a key',
  makeBody: 'The key is shown once. Only a fingerprint of it is kept here.',
  name: 'Name',
  nameHelp: 'Where it will be used, such as “data warehouse”.',
  kind: 'Used by',
  kinds: { server: 'a server, which keeps it secret', browser: 'web pages, where anybody can read it' } as Record<
    string,
    string
  >,
  kindHelp: {
    server: 'It goes into the Authorization header, never into an address.',
    browser: 'It can send events from the pages named here, and do nothing else.',
  } as Record<string, string>,
  origins: 'Pages',
  originsHelp: 'Where the pages are, as https://www.example.org. Several: with a space between them.',
  mayDo: 'It may',
  scopeNames: {
    ingest: 'send events',
    'events:read': 'read events',
    'events:write': 'change events',
    'events:admin': 'manage events',
    'keys:read': 'list keys',
    'keys:write': 'change keys',
    'keys:admin': 'revoke keys',
    'metrics:read': 'read figures',
    'metrics:write': 'change figures',
    'metrics:admin': 'manage figures',
  } as Record<string, string>,
  lasts: 'Works for',
  lastsDays: { '30': '30 days', '90': '90 days', '365': 'a year', '': 'until it is revoked' } as Record<string, string>,
  create: 'Make the key',
  created: (name: string) => `The key “${name}” works.`,

  told: 'Copy the key now',
  toldBody: 'It is shown this once. Whoever has it can use it: keep it where secrets are kept.',
  toldBrowserBody: 'It is shown this once. It goes into the pages it was made for, where anybody may read it.',
  try: 'Try it: this asks what the key is',
  tryBrowser: 'Try it: this sends one page view',
  tryLabel: 'Try the key',

  changing: (name: string) => `Change “${name}”`,
  rename: 'Rename',
  renamed: 'Renamed.',
  replace: 'Replace it',
  replaceBody:
    'A new key with the same name and rights is made. The old one goes on working for a while, so that nothing stops.',
  overlap: 'The old one works for',
  overlapHours: { '1': 'one hour more', '24': 'a day more', '168': 'a week more', '0': 'not any longer' } as Record<
    string,
    string
  >,
  replaced: 'The new key works. The old one ends when you said.',
  revoke: 'Revoke',
  revokeBody: 'The key stops at once, everywhere. There is no way back.',
  revokeConfirm: (name: string) => `Revoke “${name}”? Whatever uses it stops at once.`,
  revoked: 'The key is revoked.',
  close: 'Leave it as it is',
}
