import { totpCode } from '@throughline/core/sign-in'
import { cast } from '@throughline/db/testing'
import type { Answer, Browser } from '../house/browser.ts'
import { alike, ownThings, type Example } from './example.ts'
import type { Furnished } from './furnish.ts'

/** Told by a signed-in person's own wrong input, and by having nobody signed in. */
const wrongOwn = { otherTenant: 400, otherAgency: 400, revoked: 400, viewer: 400, shareToken: 401, nobody: 401 }
const newPassword = 'a new and longer password'

/** Sets up an authenticator; answers what confirming it did. */
async function secondStepOf(browser: Browser, { now }: Pick<Furnished, 'now'>): Promise<Answer> {
  const { data } = await browser.mutate('session.totpBegin')
  return browser.mutate('session.totpConfirm', { code: totpCode((data as { secret: string }).secret, now()) })
}

/** Signing in and out, links from mails, and one's own account. */
export const sessionExamples: Example[] = [
  {
    route: 'query session.whoAmI',
    as: 'sam',
    filled: (data) => (data as { tenants: unknown[] }).tenants.length > 0,
    others: { ...ownThings, viewer: 200 },
  },
  {
    route: 'mutation session.signIn',
    as: 'nobody',
    input: () => ({ email: 'sam@example.org', password: cast.password }),
    othersInput: () => ({ email: 'sam@example.org', password: 'not the right one' }),
    others: alike(401),
  },
  { route: 'mutation session.signOut', as: 'sam', others: alike(200), ownTables: ['session'] },
  {
    route: 'mutation session.signOutEverywhere',
    as: 'sam',
    others: { ...alike(200), shareToken: 401, nobody: 401 },
    ownTables: ['session'],
  },
  {
    route: 'mutation session.forgot',
    as: 'nobody',
    input: () => ({ email: 'sam@example.org' }),
    othersInput: () => ({ email: 'stranger@example.org' }),
    others: alike(200),
  },
  {
    route: 'mutation session.reset',
    as: 'nobody',
    input: async (f) => ({ token: await f.resetToken((await f.fresh()).email), password: newPassword }),
    othersInput: () => ({ token: 'unknown-token', password: newPassword }),
    others: alike(404),
  },
  {
    route: 'mutation session.changePassword',
    call: async (f) => {
      const { browser, password } = await f.fresh()
      return browser.mutate('session.changePassword', { current: password, password: newPassword })
    },
    othersInput: () => ({ current: 'not the right one', password: newPassword }),
    others: wrongOwn,
  },
  {
    route: 'mutation session.totpBegin',
    call: async (f) => (await f.fresh()).browser.mutate('session.totpBegin'),
    others: { ...alike(200), shareToken: 401, nobody: 401 },
    ownTables: ['app_user'],
  },
  {
    route: 'query session.secondStep',
    call: async (f) => {
      const { browser } = await f.fresh()
      await secondStepOf(browser, f)
      return browser.query('session.secondStep')
    },
    filled: (data) =>
      (data as { on: boolean; codesLeft: number }).on && (data as { codesLeft: number }).codesLeft === 10,
    others: { ...ownThings, viewer: 200 },
  },
  {
    route: 'mutation session.totpConfirm',
    call: async (f) => secondStepOf((await f.fresh()).browser, f),
    filled: (data) => (data as { codes: string[] }).codes.length === 10,
    othersInput: () => ({ code: '000000' }),
    others: wrongOwn,
  },
  {
    route: 'mutation session.totpRemove',
    call: async (f) => {
      const { browser, password } = await f.fresh()
      await secondStepOf(browser, f)
      return browser.mutate('session.totpRemove', { password })
    },
    othersInput: () => ({ password: 'not the right one' }),
    others: wrongOwn,
  },
  {
    route: 'mutation session.renewRecoveryCodes',
    call: async (f) => {
      const { browser, password } = await f.fresh()
      await secondStepOf(browser, f)
      return browser.mutate('session.renewRecoveryCodes', { password })
    },
    filled: (data) => (data as { codes: string[] }).codes.length === 10,
    othersInput: () => ({ password: 'not the right one' }),
    others: wrongOwn,
  },
  {
    route: 'query invitation.view',
    as: 'nobody',
    input: async (f) => ({ token: (await f.invitation()).token }),
    othersInput: () => ({ token: 'unknown-token' }),
    others: alike(404),
  },
  {
    route: 'mutation invitation.accept',
    as: 'nobody',
    input: async (f) => ({ token: (await f.invitation()).token, name: 'Ivy Invited', password: newPassword }),
    othersInput: () => ({ token: 'unknown-token', name: 'Ivy Invited', password: newPassword }),
    others: alike(404),
  },
  {
    route: 'query firstOwner.view',
    call: (f) => f.emptyHouse(({ nobody, token }) => nobody.query('firstOwner.view', { token })),
    othersInput: (f) => ({ token: f.firstOwnerTokenOfElsewhere }),
    others: alike(404),
  },
  {
    route: 'mutation firstOwner.accept',
    call: (f) =>
      f.emptyHouse(({ nobody, token }) =>
        nobody.mutate('firstOwner.accept', {
          token,
          agencyName: 'First',
          name: 'Fay First',
          email: 'fay@example.org',
          password: newPassword,
        }),
      ),
    othersInput: (f) => ({
      token: f.firstOwnerTokenOfElsewhere,
      agencyName: 'First',
      name: 'Fay First',
      email: 'fay@example.org',
      password: newPassword,
    }),
    others: alike(404),
  },
  {
    // Shown to everybody, and only where the installation is somebody's own machine and has no mail server.
    route: 'query dev.outbox',
    call: (f) => Object.assign(f.nobody(), { address: '127.0.0.1' }).query('dev.outbox'),
    filled: (data) => (data as unknown[]).length > 0,
    others: alike(404),
  },
]
