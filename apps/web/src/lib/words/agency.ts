import { countWord, plural } from './count.ts'

/** The agency’s people and clients. */
export const agency = {
  page: 'Agency',
  title: (count: number, name: string) =>
    `${countWord(count)} ${plural(count, 'person works', 'people work')} at ${name}.`,
  clients: 'Clients',
  allClients: 'every client',
  noClients: 'none yet',
  invite: 'Invite a colleague',
  addClient: 'Add a client',
  addClientBody: 'A client has its own numbers, people, colour and days. Nothing of it is seen by another.',
  clientName: 'Name',
  slug: 'Short name in addresses',
  slugHelp: 'Small letters, digits and hyphens, for example harbor-table.',
  add: 'Add the client',
  failedTitle: 'The agency’s people could not be read',
  removeConfirm: (name: string) =>
    `Remove ${name} from the agency? They lose every client, and open pages end within a second.`,
}
