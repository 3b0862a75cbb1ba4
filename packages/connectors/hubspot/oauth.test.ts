import { AskCustomer, checkConnection, RetryLater } from '@throughline/connector-kit'
import { runToEnd } from '@throughline/connector-kit/testing'
import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { oauth, refresh, renewAt } from './oauth.ts'
import { fresh, poll, rowsIn, signal, tidy, type HubSpotDrive } from './test-drive.ts'

afterAll(tidy)

const redirectUri = 'https://app.example.org/oauth/callback'
const config = connector.config.parse({})
const verifier = 'a-verifier-of-more-than-forty-three-characters-0123456789'
const challenge = createHash('sha256').update(verifier).digest('base64url')
const baseUrl = 'https://api.hubapi.com'
const around = ({ emulator, clock, around: { fetch } }: HubSpotDrive) => ({
  app: emulator.app.good,
  fetch,
  now: clock.now,
})

const signIn = async (drive: HubSpotDrive, forActions = false) => {
  const url = oauth.authorizeUrl({ ...around(drive), config, redirectUri, state: 's1', challenge, forActions, baseUrl })
  const back = await drive.emulator.fetch(new Request(url))
  const answered = new URL(back.headers.get('location') ?? '')
  expect(answered.searchParams.get('state')).toBe('s1')
  return answered.searchParams.get('code') ?? ''
}
const exchange = (drive: HubSpotDrive, code: string, proof = verifier) =>
  oauth.exchange({ ...around(drive), config, redirectUri, code, verifier: proof })
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('signing in', () => {
  test('asks for what is read, for more only where the plan has it, and for writing only on demand', () => {
    const ask = (forActions: boolean) =>
      oauth.authorizeUrl({
        app: { clientId: 'c', clientSecret: 's' },
        config,
        redirectUri,
        state: 's',
        challenge,
        forActions,
      })
    const url = ask(false)
    expect(url.origin + url.pathname).toBe('https://app.hubspot.com/oauth/authorize')
    expect(url.searchParams.get('scope')).not.toContain('write')
    expect(url.searchParams.get('scope')).not.toContain('leads')
    expect(url.searchParams.get('optional_scope')?.split(' ')).toContain('marketing.campaigns.read')
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    expect(url.href).not.toContain('secret')
    expect(ask(true).searchParams.get('scope')).toContain('crm.objects.deals.write')
  })

  test('gives secrets that read, and says whether they may write', async () => {
    const drive = fresh()
    const secrets = await exchange(drive, await signIn(drive))
    expect(oauth.mayAct?.(secrets)).toBe(false)
    expect(secrets.oauth?.accessToken.length).toBeGreaterThan(250)
    expect(renewAt(secrets)?.getTime()).toBe(drive.clock.now().getTime() + 1_440_000)
    drive.connection.secrets = secrets
    await poll(drive)
    expect(rowsIn(drive, 'contacts').size).toBeGreaterThan(5)
    expect(oauth.mayAct?.(await exchange(drive, await signIn(drive, true)))).toBe(true)
  })

  test('with a code used twice, or another verifier, asks to begin again', async () => {
    const drive = fresh()
    const code = await signIn(drive)
    await exchange(drive, code)
    for (const failed of [
      await caught(exchange(drive, code)),
      await caught(exchange(drive, await signIn(drive), 'other')),
    ]) {
      expect(failed).toBeInstanceOf(AskCustomer)
      expect((failed as AskCustomer).say).toContain('sign in again')
    }
  })

  test('with an app that HubSpot does not know is the operator’s to mend', async () => {
    const drive = fresh()
    const code = await signIn(drive)
    const app = { ...drive.emulator.app.good, clientSecret: 'wrong' }
    const failed = await caught(oauth.exchange({ ...around(drive), app, config, redirectUri, code, verifier }))
    expect((failed as AskCustomer).say).toContain('client id')
  })

  test('sends its secrets in the body alone', async () => {
    const drive = fresh()
    const sent: Request[] = []
    const fetch = (request: Request) => {
      sent.push(request.clone())
      return drive.emulator.fetch(request)
    }
    await oauth.exchange({ ...around(drive), fetch, config, redirectUri, code: await signIn(drive), verifier })
    expect(sent[0]?.url).toBe('https://api.hubapi.com/oauth/2026-09/token')
    expect(await sent[0]?.text()).toContain('client_secret=')
  })
})

describe('tokens', () => {
  test('are renewed by the clock, before they end', async () => {
    const drive = fresh()
    await poll(drive, ['contacts'])
    drive.clock.advance(25 * 60_000)
    const before = drive.requests.length
    await poll(drive, ['contacts'])
    expect(new URL(drive.requests[before]?.url ?? '').pathname).toBe('/oauth/2026-09/token')
    expect(drive.emulator.renewals()).toBe(1)
    expect(drive.requests.slice(before).some(({ url }) => url.endsWith('/search'))).toBe(true)
  })

  test('of an app that was removed ask for a new sign-in, and reading goes on from there', async () => {
    const drive = fresh()
    await poll(drive, ['contacts'])
    drive.emulator.oauth.revoke()
    const end = await runToEnd(drive, 'contacts')
    expect(end.outcome).toBe('ask')
    if (end.outcome === 'ask') expect(end.error.say).toContain('Sign in again')
    drive.connection.secrets = await exchange(drive, await signIn(drive))
    drive.states.forget(drive.connection.id)
    drive.emulator.ledger.update('contacts', '81120', { city: 'Peoria' }, { at: drive.clock.now().getTime() })
    await poll(drive, ['contacts'])
    expect(rowsIn(drive, 'contacts').get('48211903:81120')?.raw).toMatchObject({ properties: { city: 'Peoria' } })
  })

  test('are never given up for a blip', async () => {
    for (const fault of [
      { type: 'status', status: 503 },
      { type: 'status', status: 429 },
      { type: 'status', status: 423 },
      { type: 'status', status: 400, contentType: 'text/html', body: '<html>proxy</html>' },
      { type: 'network' },
    ] as const) {
      const drive = fresh()
      drive.emulator.faults.next(fault, { path: '/oauth/' })
      const secrets = drive.emulator.secrets.good
      const failed = await caught(refresh({ ...around(drive), secrets, baseUrl }))
      expect(failed).toBeInstanceOf(RetryLater)
      expect((await refresh({ ...around(drive), secrets, baseUrl })).oauth?.refreshToken).toBe(
        secrets.oauth?.refreshToken,
      )
    }
  })

  test('that HubSpot replaces are replaced, and what it does not say is kept', async () => {
    const drive = fresh()
    const body = JSON.stringify({ access_token: 'new', refresh_token: 'newer', expires_in: 1_800 })
    drive.emulator.faults.next({ type: 'status', status: 200, body }, { path: '/oauth/' })
    const secrets = drive.emulator.secrets.good
    const renewed = await refresh({ ...around(drive), secrets, baseUrl })
    expect(renewed.oauth).toMatchObject({ accessToken: 'new', refreshToken: 'newer', scopes: secrets.oauth?.scopes })
    expect(renewed.privateAppSecret).toBe(secrets.privateAppSecret)
  })
})

describe('a private app’s token', () => {
  const drive = () => {
    const it = fresh()
    it.connection.secrets = { privateAppToken: 'pat-na1-emulated-48211903' }
    it.app = undefined
    return it
  }

  test('reads without any app of the operator, and is never renewed', async () => {
    const it = drive()
    expect(await checkConnection({ ...it, signal })).toEqual(it.emulator.accounts)
    it.clock.advance(3_600_000)
    await poll(it, ['contacts'])
    expect(it.emulator.renewals()).toBe(0)
    expect(oauth.mayAct?.({ privateAppToken: 'pat' })).toBe(true)
  })

  test('that is no longer good asks for the current one', async () => {
    const it = drive()
    it.connection.secrets = { privateAppToken: 'pat-na1-rotated' }
    const failed = await caught(checkConnection({ ...it, signal }))
    expect(failed).toBeInstanceOf(AskCustomer)
    expect((failed as AskCustomer).field).toBe('privateAppToken')
  })
})

describe('a missing permission', () => {
  test('is named, and the setting that would do without it', async () => {
    const drive = fresh({ scopes: ['oauth', 'crm.objects.contacts.read', 'crm.objects.companies.read'] })
    const failed = (await caught(checkConnection({ ...drive, signal }))) as AskCustomer
    expect(failed.say).toContain('crm.objects.deals.read')
    const reads = ['contacts', 'companies', 'deals', 'owners'].map((each) => `crm.objects.${each}.read`)
    const free = fresh({ scopes: ['oauth', ...reads], config: { leads: 'lifecycle' } })
    const without = (await caught(checkConnection({ ...free, signal }))) as AskCustomer
    expect(without).toMatchObject({ field: 'campaigns' })
    expect(without.say).toContain('marketing.campaigns.read')
    free.connection.config = { leads: 'lifecycle', campaigns: false, forms: false }
    expect(await checkConnection({ ...free, signal })).toHaveLength(1)
  })
})
