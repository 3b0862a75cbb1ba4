import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { house, personAs } from './house.ts'

/** Opens a page and waits until it listens: a click before that is lost. */
export const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(new URL(path, house().baseUrl).href)
  await page.locator('html[data-hydrated]').waitFor()
}

/** Signs in as the first person of that role, through the form. */
export const signIn = async (page: Page, role: string): Promise<void> => {
  const person = personAs(role)
  await open(page, '/sign-in')
  await page.getByLabel(/email/i).fill(person.email)
  await page.getByLabel(/^password$/i).fill(person.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await page.locator('html[data-hydrated]').waitFor()
}

/** WCAG 2.2 A and AA, as axe sees them. */
export const expectNoViolations = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))).toEqual([])
}
