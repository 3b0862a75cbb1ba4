import { expect, test, type Page } from '@playwright/test'
import { clientAt, clientsOf, house } from './house.ts'
import { enterAs, expectNoViolations, open } from './pages.ts'

const client = () => clientAt(clientsOf('owner').theirs[0]?.slug)
const ask = (key: string) => fetch(new URL('/v1/key', house().baseUrl), { headers: { authorization: `Bearer ${key}` } })
const told = (page: Page) => page.getByRole('textbox', { name: 'Key', exact: true }).inputValue()
const row = (page: Page, text: string | RegExp) =>
  page.getByRole('table', { name: 'API keys' }).locator('tbody tr').filter({ hasText: text })

test('a key is made, shown once, used, replaced while the old one still works, and revoked', async ({ page }) => {
  const name = `Warehouse ${Date.now()}`
  await enterAs(page, 'owner')
  await open(page, `/t/${client().slug}/keys`)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByRole('heading', { name: 'Copy the key now' })).toBeVisible()
  const first = await told(page)
  expect(first).toMatch(/^tl_\w{49}$/)
  expect(await page.getByRole('textbox', { name: 'Try the key' }).inputValue()).toContain(`Bearer ${first}`)
  await expectNoViolations(page, 'a key that was just made')
  const answer = await ask(first)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ name, tenant: client().name, scopes: ['ingest'] })

  // Nobody is shown it again.
  await open(page, `/t/${client().slug}/keys`)
  await expect(row(page, name)).toContainText(first.slice(-4))
  expect(await page.content()).not.toContain(first)

  await row(page, name)
    .getByRole('button', { name: /^Change/ })
    .click()
  await page.getByRole('button', { name: 'Replace it' }).click()
  await expect(page.getByRole('heading', { name: 'Copy the key now' })).toBeVisible()
  const second = await told(page)
  expect(second).not.toBe(first)
  expect([(await ask(first)).status, (await ask(second)).status]).toEqual([200, 200])
  await expect(row(page, name).filter({ hasText: 'Replaced' })).toHaveCount(1)

  page.on('dialog', (dialog) => void dialog.accept())
  for (const key of [first, second]) {
    await row(page, key.slice(-4))
      .getByRole('button', { name: /^Change/ })
      .click()
    await page.getByRole('button', { name: 'Revoke' }).click()
    await expect(row(page, key.slice(-4))).toContainText('Revoked')
    expect((await ask(key)).status).toBe(401)
  }
})

test('a browser key names its pages, or says what is wrong with them', async ({ page }) => {
  await enterAs(page, 'owner')
  await open(page, `/t/${client().slug}/keys`)
  const name = `Site ${Date.now()}`
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Used by').selectOption('browser')
  await page.getByLabel('Pages').fill('https://www.example.org/give')
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByText('https, and nothing after the host')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue(name)
  await page.getByLabel('Pages').fill('https://www.example.org')
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByRole('heading', { name: 'Copy the key now' })).toBeVisible()
  const key = await told(page)
  expect(key).toMatch(/^tlb_\w{49}$/)
  await expect(row(page, name)).toContainText('https://www.example.org')
  expect((await ask(key)).status).toBe(403)
})

test('somebody who may only look sees the keys and no way to change them; a viewer does not see the page', async ({
  page,
}) => {
  await enterAs(page, 'strategist')
  await open(page, `/t/${clientsOf('strategist').theirs[0]?.slug ?? ''}/keys`)
  await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Make the key' })).toHaveCount(0)
  await page.context().clearCookies()
  await enterAs(page, 'viewer')
  await open(page, `/t/${clientsOf('viewer').theirs[0]?.slug ?? ''}/keys`)
  await expect(page.getByRole('table', { name: 'API keys' })).toHaveCount(0)
  await expect(page.getByText('This part is not open to you')).toBeVisible()
  await expect(page.getByRole('link', { name: 'API keys' })).toHaveCount(0)
})
