/** The frame around every page: sections, palette, keys. */
export const nav = {
  portfolio: 'Portfolio',
  agency: 'Agency',
  overview: 'Overview',
  connections: 'Connections',
  actions: 'Actions',
  sources: 'All connections',
  work: 'Failed work',
  people: 'People',
  members: 'Members',
  audit: 'Audit log',
  settings: 'Settings',
  account: 'Your account',
  signOut: 'Sign out',
  switchClient: 'Switch client',
  collapse: 'Fold the sections to icons',
  userMenu: 'You',
  more: 'More',
}

export const palette = {
  clients: 'Clients, same page and dates',
  pages: (tenant: string) => `In ${tenant}`,
  everywhere: 'Everywhere',
  acts: 'Do',
  from: (tenant: string) => `from ${tenant}`,
  findPerson: 'Find a person by exact email or phone',
  findPersonHint: 'nothing is searched by name',
  addConnection: 'Add a connection',
  invite: 'Invite someone',
  themeLight: 'Use the light theme',
  themeDark: 'Use the dark theme',
  signOut: 'Sign out',
}

export const keys = {
  title: 'Keys',
  everywhere: 'Everywhere',
  go: 'Go to',
  lists: 'In tables',
  palette: 'Go to anything',
  help: 'Show these keys',
  table: 'Show the chart as a table',
  theme: 'Light or dark',
  closeTop: 'Close what is on top',
  nextRow: 'Next or previous row',
  openRow: 'Open the row',
}
