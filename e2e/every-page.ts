import { expect, type Page } from '@playwright/test'
import { clientsOf, type Client, type Role } from './house.ts'
import { open, settled } from './pages.ts'

/** A page of the product, who visits it, and what says that it is all there. */
export interface Visited {
  name: string
  as: Role | undefined
  go: (page: Page) => Promise<void>
}

const at = (name: string, as: Role | undefined, path: () => string, arrived = headed): Visited => ({
  name,
  as,
  go: async (page) => {
    await open(page, path())
    await arrived(page)
    await settled(page)
  },
})

const headed = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible()
const proved = (page: Page) =>
  expect(page.getByRole('dialog').getByRole('heading', { name: /why it changed/i })).toBeVisible()

const opened = (page: Page) =>
  expect(page.getByRole('dialog').getByRole('heading', { name: /as it was known/i })).toBeVisible()

const clientOf = (role: Role): Client => {
  const [client] = clientsOf(role).theirs
  if (!client) throw new Error(`the demo’s ${role} has no client`)
  return client
}
const inClient = (name: string, as: Role, section: string, arrived = headed) =>
  at(name, as, () => `/t/${clientOf(as).slug}/${section}`, arrived)

/** Every page: the owner may see them all; a client has a window of their own. */
export const everyPage: readonly Visited[] = [
  at('sign-in', undefined, () => '/sign-in'),
  at('forgot', undefined, () => '/forgot'),
  at('portfolio', 'owner', () => '/portfolio'),
  inClient('overview', 'owner', 'overview'),
  inClient('an open proof', 'owner', 'overview?proof=raised_net', proved),
  inClient('codes', 'owner', 'codes'),
  inClient('codes by rule', 'owner', 'codes?tab=rule'),
  inClient('rules of codes', 'owner', 'codes/rules'),
  inClient('attribution', 'owner', 'attribution'),
  inClient('rules of one’s own', 'owner', 'attribution/rules'),
  inClient('journeys', 'owner', 'journeys'),
  inClient('a metric by day', 'owner', 'explore?m=raised_net&by=day'),
  inClient('metrics by channel', 'owner', 'explore?m=spend,attributed_net&by=channel'),
  inClient('the dictionary of metrics', 'owner', 'metrics'),
  inClient('a client’s metrics', 'viewer', 'explore'),
  inClient('pipeline', 'owner', 'pipeline?from=2024-01-01&to=2099-01-01'),
  inClient(
    'pipeline worked out',
    'owner',
    'pipeline?from=2024-01-01&to=2099-01-01&spend=1000&leads=20&dealRate=50&winRate=25&value=900&margin=100',
  ),
  inClient('texts', 'owner', 'texts'),
  inClient('texts by day', 'owner', 'texts?by=day'),
  inClient('creatives', 'owner', 'creatives'),
  inClient('topics', 'owner', 'creatives?by=topic'),
  inClient('returns by channel', 'viewer', 'creatives?by=channel'),
  inClient('segments', 'owner', 'segments'),
  inClient('one segment', 'owner', 'segments/inactive'),
  inClient('a new segment', 'owner', 'segments/new'),
  inClient('goals', 'owner', 'goals'),
  inClient('recurring plans', 'owner', 'recurring'),
  inClient('lapsed plans', 'owner', 'recurring?state=lapsed'),
  inClient('the proof of what plans bring', 'owner', 'recurring?proof=mrr', opened),
  inClient('connections', 'owner', 'connections'),
  at('one connection', 'owner', () => {
    const { slug, connections } = clientOf('owner')
    return `/t/${slug}/connections/${connections[0]?.connectionId ?? ''}`
  }),
  at('all connections', 'owner', () => '/connections'),
  inClient('events', 'owner', 'events'),
  inClient('the volume of events', 'owner', 'events/volume'),
  inClient('refused events', 'owner', 'events/rejected'),
  inClient('kinds of events and rules', 'owner', 'events/rules'),
  inClient('data health', 'owner', 'health'),
  inClient('alerts', 'owner', 'alerts'),
  inClient('alerts that are resolved', 'owner', 'alerts?state=resolved'),
  inClient('channels of alerts', 'owner', 'alerts/settings'),
  inClient('a runbook', 'owner', 'alerts/runbooks/connection-waits'),
  at('alerts of all clients', 'owner', () => '/alerts'),
  inClient('links', 'owner', 'links'),
  inClient('links that are checked', 'owner', 'links/check'),
  inClient('channel rules', 'owner', 'links/rules'),
  inClient('naming of links', 'owner', 'links/naming'),
  inClient('actions', 'owner', 'actions'),
  inClient('adding a connection', 'owner', 'connections/new?source=actblue'),
  inClient('members', 'owner', 'members'),
  inClient('API keys', 'owner', 'keys'),
  inClient('importing events', 'owner', 'events/import'),
  inClient('audit', 'owner', 'audit'),
  inClient('settings', 'owner', 'settings'),
  inClient('people', 'owner', 'people'),
  inClient('failed work', 'owner', 'work'),
  at('account', 'owner', () => '/account'),
  at('the agency', 'owner', () => '/agency'),
  at('the agency’s audit', 'owner', () => '/agency/audit'),
  inClient('a client’s overview', 'viewer', 'overview'),
  inClient('a client’s alerts', 'viewer', 'alerts'),
  inClient('a client’s attribution', 'viewer', 'attribution'),
  inClient('a client’s pipeline', 'viewer', 'pipeline?from=2024-01-01&to=2099-01-01'),
  inClient('a client’s segments', 'viewer', 'segments'),
  inClient('a client’s goals', 'viewer', 'goals'),
  inClient('a client’s recurring plans', 'viewer', 'recurring'),
]
