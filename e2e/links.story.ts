import { expect, test, type Page } from '@playwright/test'
import { clientAt, clientsOf, house } from './house.ts'
import { enterAs, expectNoViolations, open } from './pages.ts'

const client = () => clientAt(clientsOf('owner').theirs[0]?.slug)
const go = async (page: Page, section = '') => {
  await enterAs(page, 'owner')
  await open(page, `/t/${client().slug}/links${section}`)
}
const row = (page: Page, table: string, text: string) =>
  page.getByRole('table', { name: table }).locator('tbody tr').filter({ hasText: text })
const safari = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604' }

test('a link is built as it is typed, made short, followed and counted, and leads nowhere once archived', async ({
  page,
}) => {
  const name = `Gala poster ${Date.now()}`
  await go(page)
  await page.getByLabel('Where it leads').fill('https://secure.actblue.com/donate/gala?amount=25#top')
  await page.getByLabel('Source', { exact: true }).fill('Poster')
  await page.getByLabel('Medium', { exact: true }).fill('print')
  await page.getByLabel('Campaign', { exact: true }).fill('Spring Gala')
  await page.getByLabel('Refcode (optional)').fill('Gala – Poster')
  const link = page.getByRole('textbox', { name: 'The built link' })
  const built =
    'https://secure.actblue.com/donate/gala?amount=25&utm_source=poster&utm_medium=print&utm_campaign=spring_gala&refcode=gala_poster#top'
  await expect(link).toHaveValue(built)
  await expect(page.getByText('Counted as Letters')).toBeVisible()
  await expect(page.getByText('Nothing is wrong with it.')).toBeVisible()
  await expectNoViolations(page, 'a link that was built')

  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByRole('button', { name: 'Make the short link' }).click()
  await expect(page.getByText(/\/l\/[a-z0-9]{7} works\./)).toBeVisible()
  const short = (await row(page, 'Short links', name).getByRole('link').getAttribute('href')) ?? ''
  const followed = await fetch(new URL(new URL(short).pathname, house().baseUrl), {
    redirect: 'manual',
    headers: safari,
  })
  expect(followed.status).toBe(302)
  expect(followed.headers.get('location')).toMatch(
    /^https:\/\/secure\.actblue\.com\/donate\/gala\?.*&refcode2=tl_\w+#top$/,
  )
  await expect(async () => {
    await page.reload()
    await expect(row(page, 'Short links', name).getByRole('cell', { name: '1', exact: true })).toBeVisible()
  }).toPass()

  await row(page, 'Short links', name)
    .getByRole('button', { name: /^Archive/ })
    .click()
  await expect(row(page, 'Short links', name)).toContainText('Archived')
  const gone = await fetch(new URL(new URL(short).pathname, house().baseUrl), { redirect: 'manual', headers: safari })
  expect(gone.status).toBe(404)
  expect(await gone.text()).not.toContain(client().name)
})

test('what is wrong with a link is said where it is typed', async ({ page }) => {
  await go(page)
  await page.getByLabel('Where it leads').fill('http://secure.actblue.com/donate/gala')
  await expect(page.getByText('The address must begin with https://').first()).toBeVisible()
  await page.getByLabel('Where it leads').fill('https://secure.actblue.com/donate/gala')
  await page.getByLabel('Source', { exact: true }).fill('ann@example.org')
  await expect(page.getByText('looks like an email address').first()).toBeVisible()
})

test('channel rules: a link is tried, a rule moved before another, and refused rules say why', async ({ page }) => {
  await go(page, '/rules')
  const rules = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Edit rule/ }) })
  const tried = page.getByText(/^Texts, by rule|^Partners, by rule|^Ads, by/)
  await page.getByLabel('The address that was opened').fill('https://www.example.org/?refcode=sms_gala')
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await expect(tried).toHaveText('Texts, by rule 1.')

  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByLabel('Asks about').selectOption('refcode')
  await page.getByLabel('Values').fill('sms_gala')
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await expect(tried).toHaveText('Partners, by rule 1.')
  await expect(rules.first()).toContainText('decides')
  await page.getByRole('button', { name: 'Move rule 1 down' }).click()
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await expect(tried).toHaveText('Texts, by rule 1.')
  await expectNoViolations(page, 'channel rules that are being changed')

  await page.getByRole('button', { name: 'Save the rules' }).click()
  await expect(page.getByText('From now on visits are told apart by these rules.')).toBeVisible()
  page.on('dialog', (dialog) => void dialog.accept())
  await page.getByRole('button', { name: 'Back to those that everybody begins with' }).click()
  await expect(page.getByText('Back to the rules that everybody begins with.')).toBeVisible()
})

test('naming that contradicts itself is refused where it does, and keeps what was typed', async ({ page }) => {
  await go(page, '/naming')
  const source = page.getByRole('group', { name: 'Source' })
  await source.getByLabel('Nothing but').fill('Facebook, newsletter')
  await page.getByRole('button', { name: 'Save the naming' }).click()
  await expect(
    page.getByText('“Facebook” is allowed, but by the other rules it would be written “facebook”.'),
  ).toBeVisible()
  await expect(source.getByLabel('Nothing but')).toHaveValue('Facebook, newsletter')
})

test('what is being paid for is looked through, and links that are pasted are judged', async ({ page }) => {
  await go(page, '/check')
  await expect(page.getByRole('heading', { name: 'Paid for without good tags' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Codes on gifts that nothing carries' })).toBeVisible()
  await page
    .getByLabel('Links, one on a line')
    .fill('https://secure.actblue.com/donate/gala\nhttp://example.org/?utm_source=A&utm_source=b')
  await page.getByRole('button', { name: 'Check them' }).click()
  await expect(page.getByText('2 of 2 links are not right.')).toBeVisible()
  await expect(page.getByText('utm_source stands there as “A” and as “b”')).toBeVisible()
})
