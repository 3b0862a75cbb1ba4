import { expect, test } from '@playwright/test'
import { totpCode } from '../packages/core/src/sign-in/index.ts'
import { newcomer } from './newcomer.ts'
import { expectNothingSticksOut, expectNoViolations, listens, open } from './pages.ts'

test('a second step is set up by its QR code, and a recovery code stands in for it once', async ({ page, browser }) => {
  const { guest, theirs } = await newcomer(page, browser)
  await open(theirs, '/account')
  await theirs.getByRole('button', { name: 'Set it up' }).click()
  await expect(theirs.getByRole('img', { name: /QR code/ })).toBeVisible()
  await expectNoViolations(theirs, 'an authenticator on its way')
  const secret = await theirs.getByRole('textbox', { name: /^Key for/ }).inputValue()
  await theirs.getByLabel('Code', { exact: true }).fill(totpCode(secret, new Date()))
  await theirs.getByRole('button', { name: 'Turn it on' }).click()

  const shown = theirs.getByRole('region', { name: 'Your recovery codes' }).getByRole('listitem')
  await expect(shown).toHaveCount(10)
  const [code = ''] = await shown.allTextContents()
  await expectNoViolations(theirs, 'recovery codes')
  await theirs.setViewportSize({ width: 375, height: 800 })
  await expectNothingSticksOut(theirs, 'recovery codes')
  await open(theirs, '/account')
  await expect(shown).toHaveCount(0)
  await expect(theirs.getByText('10 of 10 recovery codes')).toBeVisible()

  const enter = async (given: string) => {
    await theirs.context().clearCookies({ name: 'throughline_session' })
    await open(theirs, '/sign-in')
    await theirs.getByLabel('Email').fill(guest.email)
    await theirs.getByLabel('Password', { exact: true }).fill(guest.password)
    await theirs.getByRole('button', { name: 'Sign in' }).click()
    await expect(theirs.getByLabel('Code from your authenticator app')).toBeVisible()
    await theirs.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await theirs.getByLabel('Recovery code').fill(given)
    await theirs.getByRole('button', { name: 'Continue' }).click()
  }
  await enter(code.toLowerCase())
  await theirs.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await listens(theirs)
  await enter(code)
  await expect(theirs.getByRole('alert')).toHaveText(/used before/)
  await expect(theirs.getByLabel('Recovery code')).toBeVisible()
  await theirs.context().close()
})
