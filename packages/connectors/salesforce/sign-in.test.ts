import { AskCustomer, checkConnection, ProviderChanged, RetryLater } from '@throughline/connector-kit'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { ownApp, ownUser } from './emulator.ts'
import { myDomainPattern } from './hosts.ts'
import { Secrets } from './schema.ts'
import { auth, oauth } from './sign-in.ts'
import { fresh, kept, read, type SalesforceDrive } from './test-drive.ts'

const redirectUri = 'https://throughline.example/oauth/callback'
const verifier = 'a-verifier-that-nobody-else-knows-0123456789'
const challenge = createHash('sha256').update(verifier).digest('base64url')
const signal = new AbortController().signal

const shared = ({ emulator, clock }: SalesforceDrive) => ({
  app: emulator.app?.good ?? { clientId: '', clientSecret: '' },
  config: emulator.config,
  redirectUri,
  baseUrl: 'https://login.salesforce.com',
  fetch: (request: Request) => emulator.fetch(request),
  now: clock.now,
})

async function codeOf(drive: SalesforceDrive): Promise<string> {
  const url = oauth.authorizeUrl({ ...shared(drive), state: 's1', challenge, forActions: false })
  const response = await drive.emulator.fetch(new Request(url))
  const back = new URL(response.headers.get('location') ?? '')
  expect(back.origin + back.pathname).toBe(redirectUri)
  expect(back.searchParams.get('state')).toBe('s1')
  return back.searchParams.get('code') ?? ''
}

const refresh = (drive: SalesforceDrive, secrets: Secrets = drive.emulator.secrets.good) =>
  auth.refresh?.({ ...shared(drive), secrets, baseUrl: 'https://example-roofing.my.salesforce.com' })

describe('signing in at Salesforce', () => {
  test('asks with PKCE at the host of the environment, or at the org’s own', () => {
    const at = (config: object) => {
      const input = { ...shared(fresh()), state: 's', challenge, forActions: true, baseUrl: undefined }
      return oauth.authorizeUrl({ ...input, config: { ...input.config, ...config } })
    }
    expect(at({}).origin).toBe('https://login.salesforce.com')
    expect(at({ environment: 'sandbox' }).origin).toBe('https://test.salesforce.com')
    expect(at({ loginDomain: 'https://acme.my.salesforce.com/' }).href).toMatch(
      /^https:\/\/acme\.my\.salesforce\.com\/services\/oauth2\/authorize\?/,
    )
    expect(Object.fromEntries(at({}).searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      scope: 'api refresh_token',
    })
  })

  test('gives a session that reads and writes', async () => {
    const drive = fresh()
    const secrets = await oauth.exchange({ ...shared(drive), code: await codeOf(drive), verifier })
    expect(secrets.session).toMatchObject({
      instanceUrl: 'https://example-roofing.my.salesforce.com',
      scopes: ['refresh_token', 'api'],
    })
    expect(oauth.mayAct?.(secrets)).toBe(true)
    expect(connector.http.baseUrl(drive.emulator.config, secrets)).toBe('https://example-roofing.my.salesforce.com')
    await expect(
      checkConnection({ ...drive, connection: { ...drive.connection, secrets }, signal }),
    ).resolves.toHaveLength(1)
  })

  test('with a wrong verifier, a used code or a late one asks for another sign-in', async () => {
    const drive = fresh()
    const exchange = (code: string, with_: string) => oauth.exchange({ ...shared(drive), code, verifier: with_ })
    const code = await codeOf(drive)
    await expect(exchange(code, 'another')).rejects.toThrow(AskCustomer)
    await expect(exchange(code, verifier)).rejects.toThrow(AskCustomer)
    const late = await codeOf(drive)
    drive.clock.advance(11 * 60_000)
    await expect(exchange(late, verifier)).rejects.toThrow(AskCustomer)
  })

  test('at an org that blocks the app says what its administrator does', async () => {
    const drive = fresh()
    drive.emulator.knobs.oauth.blocks = true
    const failed: unknown = await oauth
      .exchange({ ...shared(drive), code: 'x', verifier })
      .catch((error: unknown) => error)
    expect((failed as AskCustomer).say).toContain('Approve Uninstalled Connected Apps')
  })

  test('never sends a token to an address that is not Salesforce’s', async () => {
    const drive = fresh()
    drive.emulator.knobs.oauth.instanceUrl = 'https://salesforce.com.evil.example'
    await expect(oauth.exchange({ ...shared(drive), code: await codeOf(drive), verifier })).rejects.toThrow(
      ProviderChanged,
    )
    for (const good of [
      'https://acme.my.salesforce.com',
      'https://acme--uat.sandbox.my.salesforce.com',
      'https://na35.salesforce.com',
    ])
      expect(myDomainPattern.test(good)).toBe(true)
    for (const bad of [
      'http://acme.my.salesforce.com',
      'https://evil.example',
      'https://evil.example/.salesforce.com',
      'https://a.salesforce.com@evil.example',
      'https://xsalesforce.com',
    ])
      expect(myDomainPattern.test(bad)).toBe(false)
  })
})

describe('a session', () => {
  test('is renewed before its usual two hours are over, and overwrites where calls go', async () => {
    const drive = fresh()
    const { session } = drive.emulator.secrets.good
    expect(auth.renewAt?.({ session })?.getTime()).toBe(Date.parse(session?.issuedAt ?? '') + 96 * 60_000)
    drive.emulator.knobs.oauth.instanceUrl = 'https://moved.my.salesforce.com'
    drive.clock.advance(2 * 3_600_000)
    await read(drive, 'contacts')
    expect(drive.requests.at(-1)?.url).toMatch(/^https:\/\/moved\.my\.salesforce\.com/)
    expect(drive.emulator.renewals?.()).toBe(1)
  })

  test('keeps its refresh token, or takes the new one where the org rotates them', async () => {
    const drive = fresh()
    const kept = await refresh(drive)
    expect(kept?.session?.refreshToken).toBe(drive.emulator.secrets.good.session?.refreshToken)
    drive.emulator.knobs.oauth.rotates = true
    const rotated = await refresh(drive)
    expect(rotated?.session?.refreshToken).not.toBe(kept?.session?.refreshToken)
    await expect(refresh(drive)).rejects.toThrow(AskCustomer)
    await expect(refresh(drive, rotated)).resolves.toBeDefined()
  })

  test('that was revoked asks for a new sign-in; after it, reading goes on from its cursor', async () => {
    const drive = fresh()
    drive.emulator.knobs.oauth.revoked = true
    const { runToEnd } = await import('@throughline/connector-kit/testing')
    const end = await runToEnd(drive, 'contacts')
    expect(end).toMatchObject({
      outcome: 'ask',
      error: { say: expect.stringContaining('Sign in at Salesforce again') as string },
    })
    drive.emulator.knobs.oauth.revoked = false
    drive.states.forget(drive.connection.id)
    await read(drive, 'contacts')
    expect(kept(drive, 'contacts').size).toBeGreaterThan(0)
  })

  test('whose renewal meets another one, or no answer, comes back in a moment and revokes nothing', async () => {
    const drive = fresh()
    drive.emulator.knobs.oauth.busy = 1
    await expect(refresh(drive)).rejects.toThrow(RetryLater)
    drive.emulator.faults.next({ type: 'network' })
    await expect(refresh(drive)).rejects.toThrow(RetryLater)
    drive.emulator.faults.next({
      type: 'status',
      status: 503,
      body: '<html>maintenance</html>',
      contentType: 'text/html',
    })
    await expect(refresh(drive)).rejects.toThrow(RetryLater)
    await expect(refresh(drive)).resolves.toBeDefined()
  })

  test('that the org’s policy refuses is not renewed again and again', async () => {
    const drive = fresh()
    const body = JSON.stringify([
      { message: 'This session is not valid for use with the REST API', errorCode: 'INVALID_SESSION_ID' },
    ])
    drive.emulator.faults.next({ type: 'status', status: 401, body }, { times: 5 })
    await expect(checkConnection({ ...drive, signal })).rejects.toMatchObject({
      say: expect.stringContaining('high-assurance') as string,
    })
    expect(drive.emulator.renewals?.()).toBe(0)
  })
})

describe('an app of the customer’s own', () => {
  const typed = (drive: SalesforceDrive, secrets: object) => ({
    ...drive,
    app: undefined,
    connection: { ...drive.connection, secrets },
  })

  test('by its secret needs nothing registered by the operator', async () => {
    const drive = fresh()
    await expect(checkConnection({ ...typed(drive, ownApp), signal })).resolves.toEqual(drive.emulator.accounts)
    expect(drive.emulator.renewals?.()).toBe(1)
  })

  test('with a wrong secret names the field', async () => {
    const drive = fresh()
    const wrong = typed(drive, { ...ownApp, clientSecret: 'wrong' })
    await expect(checkConnection({ ...wrong, signal })).rejects.toMatchObject({ name: 'AskCustomer' })
  })

  test('by its certificate signs what it asks with', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = (key: typeof publicKey, type: 'spki' | 'pkcs8') => key.export({ type, format: 'pem' }).toString()
    const drive = fresh({ publicKey: pem(publicKey, 'spki') })
    const { clientSecret: _none, ...byKey } = ownApp
    const secrets = { ...byKey, username: ownUser, privateKey: pem(privateKey, 'pkcs8') }
    await expect(checkConnection({ ...typed(drive, secrets), signal })).resolves.toHaveLength(1)
    const stranger = typed(fresh({ publicKey: pem(publicKey, 'spki') }), { ...secrets, username: 'nobody@example.org' })
    await expect(checkConnection({ ...stranger, signal })).rejects.toThrow(AskCustomer)
    await expect(
      checkConnection({ ...typed(drive, { ...secrets, privateKey: 'no key' }), signal, states: fresh().states }),
    ).rejects.toMatchObject({ field: 'privateKey' })
  })

  test('typed after a sign-in counts, and its session is not the one of the sign-in', () => {
    const drive = fresh()
    const both = { ...drive.emulator.secrets.good, ...ownApp, myDomain: 'https://other.my.salesforce.com' }
    expect(connector.http.baseUrl(drive.emulator.config, both)).toBe('https://other.my.salesforce.com')
    expect(auth.needsApp?.(both)).toBe(false)
    expect(auth.needsApp?.(drive.emulator.secrets.good)).toBe(true)
  })

  test('half typed is refused with the field that is missing', () => {
    expect(Secrets.safeParse({}).success).toBe(false)
    expect(Secrets.safeParse({ myDomain: ownApp.myDomain, clientId: 'x' }).error?.issues[0]?.path).toEqual([
      'clientSecret',
    ])
    expect(Secrets.safeParse({ ...ownApp, myDomain: 'https://evil.example' }).success).toBe(false)
  })
})

test('the settings read as a form: what signing in makes is in none', async () => {
  const { describeForm } = await import('@throughline/connector-kit')
  const { config, secrets } = describeForm(connector)
  expect(config.map(({ name, type }) => [name, type])).toEqual([
    ['environment', 'choice'],
    ['loginDomain', 'text'],
    ['currency', 'text'],
    ['apiShare', 'number'],
    ['bulkFrom', 'number'],
    ['calls', 'boolean'],
    ['furtherFields', 'list'],
    ['influenceModel', 'text'],
  ])
  expect(secrets.map(({ name, secret }) => [name, secret])).toEqual([
    ['myDomain', false],
    ['clientId', false],
    ['clientSecret', true],
    ['username', false],
    ['privateKey', true],
  ])
  for (const field of [...config, ...secrets]) expect(field.label).not.toBe('')
})
