import AxeBuilder from '@axe-core/playwright'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { house, personAs, type Person, type Role } from './house.ts'

/** Opens a page and waits until it listens: a click before that is lost. */
export const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(new URL(path, house().baseUrl).href)
  await listens(page)
}

export const listens = (page: Page): Promise<void> => page.locator('html[data-hydrated]').waitFor()

/** Signs in through the form, as a person does. */
export const signInAs = async (page: Page, person: Pick<Person, 'email' | 'password'>): Promise<void> => {
  await open(page, '/sign-in')
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await listens(page)
}

export const signIn = (page: Page, role: Role): Promise<void> => signInAs(page, personAs(role))

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>
const sessions = new Map<Role, Cookies>()

/** The browser of somebody of that role who signed in before: one sign-in serves all stories of a worker. */
export const enterAs = async (page: Page, role: Role): Promise<void> => {
  const known = sessions.get(role)
  if (known) return page.context().addCookies(known)
  await signIn(page, role)
  sessions.set(role, await page.context().cookies())
}

/** What is on the page has arrived: no part is a grey place-holder any more. */
export const settled = async (page: Page): Promise<void> => {
  await expect(page.locator('.skeleton')).toHaveCount(0)
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The system turns light or dark, and the page with it: no colour is half-way any more. */
export const turn = async (page: Page, colorScheme: 'light' | 'dark'): Promise<void> => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.locator(`html[data-theme=${colorScheme}]`).waitFor()
  await page.evaluate('for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish()')
}

/** WCAG 2.2 A and AA, as axe sees them; or only what is a matter of colours. */
export const expectNoViolations = async (
  page: Page,
  where = page.url(),
  of: 'all' | 'colours' = 'all',
): Promise<void> => {
  const axe = new AxeBuilder({ page })
  const { violations } = await (
    of === 'all' ? axe.withTags(tags) : axe.withRules(['color-contrast', 'link-in-text-block'])
  ).analyze()
  const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))
  expect.soft(found, where).toEqual([])
}

/** Nothing sticks out to the side: the page itself never scrolls sideways. */
export const expectNothingSticksOut = async (page: Page, where: string): Promise<void> => {
  const tooWide = () =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  await expect.poll(tooWide, where).toBeLessThanOrEqual(0)
}
