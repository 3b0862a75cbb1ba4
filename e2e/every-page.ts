import { expect, type Page } from '@playwright/test'
import { clientsOf, type Client } from './house.ts'
import { open, settled } from './pages.ts'

/** A page of the product and what says that it is all there. */
export interface Visited {
  name: string
  go: (page: Page) => Promise<void>
}

const heading = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible()

const at = (name: string, path: string): Visited => ({
  name,
  go: async (page) => {
    await open(page, path)
    await heading(page)
    await settled(page)
  },
})

/** Before anybody has signed in. */
export const outside: readonly Visited[] = [at('sign-in', '/sign-in'), at('forgot', '/forgot')]

/** The client whose pages are visited: the owner sees them all. */
export const visitedClient = (): Client => {
  const [client] = clientsOf('owner').theirs
  if (!client) throw new Error('the demo has no client')
  return client
}

/** Every page for whoever may see them all. */
export const inside = (): readonly Visited[] => {
  const { slug, connections } = visitedClient()
  const t = (section: string) => at(section, `/t/${slug}/${section}`)
  return [
    at('portfolio', '/portfolio'),
    t('overview'),
    {
      name: 'overview, proof open',
      go: async (page) => {
        await open(page, `/t/${slug}/overview?proof=raised_net`)
        await expect(page.getByRole('dialog').getByRole('heading', { name: /why it changed/i })).toBeVisible()
        await settled(page)
      },
    },
    t('connections'),
    at('one connection', `/t/${slug}/connections/${connections[0]?.connectionId ?? ''}`),
    at('add a connection', `/t/${slug}/connections/new`),
    at('add a connection, chosen', `/t/${slug}/connections/new?connector=actblue`),
    t('members'),
    t('audit'),
    t('settings'),
    t('people'),
    t('work'),
    at('account', '/account'),
  ]
}

/** What a client sees of their own. */
export const clientWindow = (): readonly Visited[] => {
  const [client] = clientsOf('client_admin').theirs
  return ['overview', 'members', 'settings'].map((section) => at(section, `/t/${client?.slug ?? ''}/${section}`))
}
