import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { figure, netRaised } from './figures.ts'
import { clientAt, clientsOf } from './house.ts'
import { enterAs, open, settled } from './pages.ts'
import { giveNow } from './webhook.ts'

test('a person is erased: a certificate is shown, the name is gone from every list, no figure changes', async ({
  page,
  request,
}) => {
  const client = clientAt(clientsOf('owner').theirs[0]?.slug)
  const email = `${randomUUID()}@donor.example`
  const overview = () => open(page, `/t/${client.slug}/overview`)
  const gifts = page.getByRole('table', { name: 'Latest gifts' })
  await enterAs(page, 'owner')
  await overview()
  await settled(page)
  const before = await figure(page, 'Gifts')
  const giving = { firstname: 'Xerxes', lastname: 'Quill', email }
  await giveNow(request, client, '61.17', giving)
  await giveNow(request, client, '12.34', { ...giving, monthly: true })
  await expect.poll(() => figure(page, 'Gifts')).toBe(before + 2)
  await expect(gifts).toContainText('X… Q…')
  const [net, donors] = [await netRaised(page), await figure(page, 'Donors')]

  await open(page, `/t/${client.slug}/people`)
  const find = async () => {
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Find', exact: true }).click()
  }
  await find()
  await expect(page.getByRole('heading', { name: 'X… Q…' })).toBeVisible()
  await expect(page.getByText('2 gifts')).toBeVisible()
  await page.getByRole('button', { name: 'Show name and addresses' }).click()
  await expect(page.getByText('Xerxes Quill')).toBeVisible()
  await expect(page.getByText('This was written into the audit log.')).toBeVisible()

  await page.getByLabel(/Type “erase”/).fill('yes')
  await page.getByRole('button', { name: 'Erase this person' }).click()
  await expect(page.getByRole('heading', { name: 'Certificate of erasure' })).toHaveCount(0)
  await page.getByLabel(/Type “erase”/).fill('erase')
  await page.getByRole('button', { name: 'Erase this person' }).click()
  await expect(page.getByRole('heading', { name: 'Certificate of erasure' })).toBeVisible()
  const row = (name: string) => page.locator('dl > div', { hasText: name }).locator('dd')
  await expect(row('Number')).toHaveText(/[0-9a-f-]{36}/)
  await expect(row('Figures changed')).toHaveText('0')
  await expect(row('Identities blanked')).toHaveText('1')
  await expect(page.getByText('Xerxes')).toHaveCount(0)

  await find()
  await expect(page.getByText(/Nobody with exactly that email/)).toBeVisible()
  await overview()
  await settled(page)
  expect(await figure(page, 'Gifts')).toBe(before + 2)
  expect([await netRaised(page), await figure(page, 'Donors')]).toEqual([net, donors])
  await expect(gifts).toContainText('$61.17')
  await expect(gifts).not.toContainText('X… Q…')
  await open(page, `/t/${client.slug}/recurring`)
  await settled(page)
  const plans = page.getByRole('table', { name: 'Plans' })
  await expect(plans).toContainText('$12.34')
  await expect(plans).not.toContainText('X… Q…')

  // Told of again, the gift still counts and the person does not come back.
  await giveNow(request, client, '5.00', giving)
  await overview()
  await expect.poll(() => figure(page, 'Gifts')).toBe(before + 3)
  await expect(gifts).not.toContainText('X… Q…')
})
