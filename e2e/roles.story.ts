import { expect, test } from '@playwright/test'
import { clientsOf, personAs, roles, type Role } from './house.ts'
import { enterAs, listens, open, settled, signIn } from './pages.ts'

const figures = ['Overview', 'Attribution', 'Journeys', 'Recurring', 'Segments', 'Goals']
const desk = [...figures, 'Connections', 'Actions', 'Members']
const managed = [...desk, 'Failed work', 'People', 'Audit log', 'Settings']
/** Each role's sections of a client, as they are offered. */
const sections: Record<Role, readonly string[]> = {
  owner: managed,
  admin: managed,
  strategist: [...desk, 'Failed work', 'People'],
  analyst: [...desk, 'Failed work'],
  client_admin: [...desk, 'People', 'Audit log', 'Settings'],
  viewer: figures,
}
const pathOf: Record<string, string> = {
  Overview: 'overview',
  Attribution: 'attribution',
  Journeys: 'journeys',
  Recurring: 'recurring',
  Segments: 'segments',
  Goals: 'goals',
  Connections: 'connections',
  Actions: 'actions',
  'Failed work': 'work',
  People: 'people',
  Members: 'members',
  'Audit log': 'audit',
  Settings: 'settings',
}
const isClient = (role: Role) => role === 'client_admin' || role === 'viewer'
const notYours = 'There is no such page, or it is not yours to see'

for (const role of roles) {
  test(`${role} signs in and is offered what a ${role} may use, and nothing else`, async ({ page }) => {
    const [first] = clientsOf(role).theirs
    await signIn(page, role)
    await expect(page).toHaveURL(isClient(role) ? new RegExp(`/t/${first?.slug}/overview`) : /\/portfolio|\/t\//)

    await open(page, `/t/${first?.slug}/overview`)
    await settled(page)
    await expect(page.locator('[data-kpi="Net raised"]')).toBeVisible()
    const offered = await page.locator('nav a').allInnerTexts()
    const names = new Set(offered.map((text) => text.split('\n')[0]?.trim() ?? ''))
    for (const [name, path] of Object.entries(pathOf)) {
      expect(names.has(name), name).toBe(sections[role].includes(name))
      // Settings may be read by everybody: which zone a day means is no secret of the client's own people.
      if (sections[role].includes(name) || name === 'Overview' || name === 'Settings') continue
      await page.goto(new URL(`/t/${first?.slug}/${path}`, page.url()).href)
      await expect(page.getByText(/not open to you|not yours to see/i).first(), path).toBeVisible()
    }
    expect(names.has('Portfolio')).toBe(!isClient(role))
  })

  test(`${role} sees the clients granted to a ${role} and no trace of the others`, async ({ page }) => {
    const { theirs, others } = clientsOf(role)
    await enterAs(page, role)
    for (const { slug } of theirs) {
      await open(page, `/t/${slug}/overview`)
      await expect(page.locator('[data-kpi="Net raised"]')).toBeVisible()
    }
    for (const path of ['/portfolio', '/account', `/t/${theirs[0]?.slug}/overview`]) {
      await open(page, path)
      await settled(page)
      const html = await page.content()
      for (const { name, slug } of others) {
        expect(html, `${path}: ${name}`).not.toContain(name)
        expect(html, `${path}: ${slug}`).not.toContain(slug)
      }
    }
    for (const slug of [...others.map((other) => other.slug), 'nobody-at-all']) {
      const answer = await page.goto(new URL(`/t/${slug}/overview`, page.url()).href)
      await listens(page)
      expect(answer?.status()).toBe(404)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(notYours)
    }
  })
}

test('the portfolio lists every client of the owner, each figure leading to its proof', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, '/portfolio')
  for (const { name } of clientsOf('owner').theirs)
    await expect(page.getByRole('table').getByRole('link', { name, exact: true })).toBeVisible()
  await page.getByRole('table').locator('a.figure').first().click()
  await expect(page).toHaveURL(/\/overview\?.*proof=raised_net/)
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(personAs('owner').tenants.length).toBe(3)
})
