import { AskCustomer, checkConnection, RetryLater } from '@throughline/connector-kit'
import { runToEnd, step } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { appSecretProof, auth } from './auth.ts'
import { connector } from './connector.ts'
import { refused } from './emulator.ts'
import { Config, Secrets, type App } from './schema.ts'
import { open, testNow } from './testing.ts'

const dayMs = 86_400_000
const signal = new AbortController().signal
const baseUrl = 'https://graph.facebook.com'
const redirectUri = 'https://here.example/oauth/callback'

/** Signs in as a person would, with what the dialog grants. */
async function signIn(drive: ReturnType<typeof open>, forActions = false): Promise<Secrets> {
  const { emulator } = drive
  const { good: app } = emulator.app
  const shared = { app, config: emulator.config, redirectUri, baseUrl }
  const url = connector.oauth?.authorizeUrl({ ...shared, state: 's1', challenge: 'unused', forActions })
  const back = await emulator.fetch(new Request(url ?? ''))
  const { searchParams } = new URL(back.headers.get('location') ?? '')
  expect(searchParams.get('state')).toBe('s1')
  const code = searchParams.get('code') ?? ''
  const input = { ...shared, code, verifier: 'unused', fetch: drive.around.fetch, now: drive.clock.now }
  return (await connector.oauth?.exchange(input)) ?? {}
}

test('the proof of a token is Meta’s published example', () => {
  expect(appSecretProof('TEST_TOKEN_abc123', 'test_app_secret')).toBe(
    '40b3ffac7371645b2c0db18a68397a54537cbe189a91bea770bcadd19df4fb6b',
  )
})

describe('signing in', () => {
  test('ends with a token of sixty days that reads', async () => {
    const drive = open()
    const secrets = await signIn(drive)
    expect(Secrets.safeParse(secrets).success).toBe(true)
    expect(Date.parse(secrets.oauth?.expiresAt ?? '') - Date.parse(testNow)).toBeGreaterThan(59 * dayMs)
    drive.connection.secrets = secrets
    expect(await checkConnection({ ...drive, signal })).toHaveLength(2)
    expect((await runToEnd(drive, 'campaigns')).outcome).toBe('done')
  })

  test('asks to change things only once that is wanted', async () => {
    const [reads, acts] = [await signIn(open()), await signIn(open(), true)]
    expect([connector.oauth?.mayAct?.(reads), connector.oauth?.mayAct?.(acts)]).toEqual([false, true])
  })

  test('goes to Meta’s own dialog in the version of the settings', () => {
    const { emulator } = open({ config: { apiVersion: 'v26.0' } })
    const input = {
      app: emulator.app.good,
      config: emulator.config,
      redirectUri,
      state: 's',
      challenge: 'c',
      forActions: false,
    }
    const url = connector.oauth?.authorizeUrl(input)
    expect(url?.origin).toBe('https://www.facebook.com')
    expect(url?.pathname).toBe('/v26.0/dialog/oauth')
    expect(url?.searchParams.get('scope')).toBe('ads_read,business_management')
  })

  test('without the permission to read asks again, and a code is good once', async () => {
    const drive = open()
    drive.emulator.tokens.refusedScopes = ['ads_read']
    await expect(signIn(drive)).rejects.toThrow(AskCustomer)
    drive.emulator.tokens.refusedScopes = []
    const { good: app } = drive.emulator.app
    const shared = {
      app,
      config: drive.emulator.config,
      redirectUri,
      baseUrl,
      verifier: '',
      fetch: drive.around.fetch,
      now: drive.clock.now,
    }
    await expect(connector.oauth?.exchange({ ...shared, code: 'AQ-code-1' })).rejects.toThrow(AskCustomer)
  })
})

describe('a token', () => {
  const apply = (secrets: Secrets, app: App | undefined) => {
    const outgoing = { url: new URL('https://graph.facebook.com/v25.0/me'), headers: new Headers() }
    auth.apply(outgoing, secrets, app as App)
    return outgoing
  }

  test('goes in a header, its proof beside it and itself in no address', () => {
    const { emulator } = open()
    const { url, headers } = apply(emulator.secrets.good, emulator.app.good)
    const token = emulator.secrets.good.oauth?.accessToken ?? ''
    expect(headers.get('authorization')).toBe(`Bearer ${token}`)
    expect(url.searchParams.get('appsecret_proof')).toBe(appSecretProof(token, 'test_app_secret'))
    expect(url.href).not.toContain(token)
  })

  test('that was pasted is proved with its own app’s secret, and needs no app of ours', () => {
    const own = apply({ systemUserToken: 'a-token-of-a-system-user', tokenAppSecret: 'own-secret' }, undefined)
    expect(own.url.searchParams.get('appsecret_proof')).toBe(appSecretProof('a-token-of-a-system-user', 'own-secret'))
    expect(apply({ systemUserToken: 'a-token-of-a-system-user' }, undefined).url.search).toBe('')
    expect(auth.needsApp?.({ systemUserToken: 'x' })).toBe(false)
    expect(auth.renewAt?.({ systemUserToken: 'x' })).toBeUndefined()
  })

  test('that was pasted reads, and where it is dead asks for another', async () => {
    const secrets: Secrets = { systemUserToken: 'EAAB-a-system-user-token' }
    const drive = open({ secrets })
    drive.emulator.tokens.wantsProof = false
    drive.app = undefined
    expect((await runToEnd(drive, 'campaigns')).outcome).toBe('done')
    drive.emulator.tokens.change('EAAB-a-system-user-token', { revoked: 467 })
    const end = await runToEnd(drive, 'campaigns')
    expect(end.outcome).toBe('ask')
  })

  test('is renewed at three quarters of its life, or ten days before its end', () => {
    const issuedAt = '2026-01-01T00:00:00.000Z'
    const at = (expiresAt: string) =>
      auth.renewAt?.({ oauth: { accessToken: 't', issuedAt, expiresAt, scopes: [] } })?.toISOString()
    expect(at('2026-03-02T00:00:00.000Z')).toBe('2026-02-15T00:00:00.000Z')
    expect(at('2026-01-21T00:00:00.000Z')).toBe('2026-01-11T00:00:00.000Z')
    expect(auth.renewAt?.({ oauth: { accessToken: 't', issuedAt, scopes: [] } })).toBeUndefined()
  })

  test('that has run out cannot be renewed: a person is asked, nothing is lost, and it goes on from its cursor', async () => {
    const drive = open()
    await step(drive, 'ad_metrics', { budgetMs: 0 })
    drive.clock.advance(61 * dayMs)
    const end = await step(drive, 'ad_metrics')
    expect(end.outcome).toBe('ask')
    if (end.outcome === 'ask') expect(end.error.say).toContain('sign in')
    drive.connection.secrets = await signIn(drive)
    drive.states.forget(drive.connection.id)
    expect((await runToEnd(drive, 'ad_metrics')).outcome).toBe('done')
  })

  test.each([
    [458, 'removed the app'],
    [460, 'changed their password'],
    [463, 'run out'],
  ] as const)('refused with subcode %s says why', async (revoked, words) => {
    const drive = open()
    drive.emulator.tokens.change(drive.emulator.secrets.good.oauth?.accessToken ?? '', { revoked })
    const end = await step(drive, 'campaigns')
    expect(end.outcome).toBe('ask')
    if (end.outcome === 'ask') expect(end.error.say).toContain(words)
  })

  test('of another app is told apart from a dead one', async () => {
    const drive = open()
    drive.app = drive.emulator.app.bad
    const end = await step(drive, 'campaigns')
    if (end.outcome !== 'ask') throw new Error(end.outcome)
    expect(end.error.say).toContain('another app')
  })

  test('whose renewal Meta does not answer waits, and shows no secret', async () => {
    const drive = open()
    drive.clock.advance(50 * dayMs)
    drive.emulator.faults.next({ type: 'network' }, { path: 'oauth/access_token' })
    const end = await step(drive, 'campaigns')
    if (end.outcome !== 'later') throw new Error(end.outcome)
    expect(end.error).toBeInstanceOf(RetryLater)
    expect(end.error.message).not.toContain('test_app_secret')
    expect((await runToEnd(drive, 'campaigns')).outcome).toBe('done')
  })
})

describe('whose accounts', () => {
  test('must be said where a sign-in sees several', async () => {
    const drive = open({ config: { adAccounts: [] } })
    const error: unknown = await checkConnection({ ...drive, signal }).catch((failed: unknown) => failed)
    expect(error).toBeInstanceOf(AskCustomer)
    expect((error as AskCustomer).field).toBe('adAccounts')
    expect((error as AskCustomer).say).toContain('Example for Senate (1000)')
  })

  test('is plain where it sees one', async () => {
    const drive = open({ config: { adAccounts: [] } })
    drive.emulator.tokens.change(drive.emulator.secrets.good.oauth?.accessToken ?? '', { accounts: ['1001'] })
    expect(await checkConnection({ ...drive, signal })).toEqual([
      { id: '1001', name: 'Example in Europe', currency: 'EUR', zone: 'America/Los_Angeles' },
    ])
  })

  test('may be written with act_ or without', () => {
    const config = Config.parse({ adAccounts: ['act_1000', ' 1001 '], backfillFrom: '2026-01-01' })
    expect(config.adAccounts).toEqual(['1000', '1001'])
    expect(Config.safeParse({ adAccounts: ['my account'], backfillFrom: '2026-01-01' }).success).toBe(false)
    expect(Config.safeParse({ backfillFrom: '2026-01-01', attributionWindows: ['28d_view'] }).success).toBe(false)
  })

  test('that are out of reach are named when connecting', async () => {
    const drive = open()
    drive.emulator.tokens.change(drive.emulator.secrets.good.oauth?.accessToken ?? '', { accounts: ['1000'] })
    await expect(checkConnection({ ...drive, signal })).rejects.toThrow(/1001 is out of reach/)
  })

  test('lost later are named while the others go on, and come back by themselves', async () => {
    const drive = open()
    const token = drive.emulator.secrets.good.oauth?.accessToken ?? ''
    drive.emulator.tokens.change(token, { accounts: ['1001'] })
    for (const stream of ['campaigns', 'ad_metrics']) {
      let end = await step(drive, stream)
      for (let slice = 0; end.outcome !== 'later' || end.error.message.includes('report'); slice += 1) {
        if (slice > 50) throw new Error('it never says so')
        if (end.outcome === 'later') drive.clock.advance(end.at.getTime() - drive.clock.now().getTime())
        end = await step(drive, stream)
      }
      expect(end.error.say).toContain('ad account 1000')
      const accounts = new Set(
        [...drive.store.rows.values()]
          .filter((row) => row.stream === stream)
          .map(({ raw }) => (raw as { account_id: string }).account_id),
      )
      expect(accounts).toEqual(new Set(['1001']))
    }
    drive.emulator.tokens.change(token, { accounts: ['1000', '1001'] })
    drive.clock.advance(3_600_000)
    for (const stream of ['campaigns', 'ad_metrics']) expect((await runToEnd(drive, stream)).outcome).toBe('done')
    expect(drive.store.rows.has(`campaigns/${[...drive.emulator.ledger.campaigns.keys()][0]}`)).toBe(true)
  })

  test('never change their money: where one seems to, a person must look', async () => {
    const drive = open()
    drive.emulator.ledger.account('1000').currency = 'EUR'
    const end = await runToEnd(drive, 'ad_accounts')
    if (end.outcome !== 'ask') throw new Error(end.outcome)
    expect(end.error.say).toContain('EUR')
  })

  test('that belong to somebody else are never read', async () => {
    const drive = open()
    for (const stream of ['ad_accounts', 'campaigns', 'ad_metrics']) await runToEnd(drive, stream)
    for (const row of drive.store.rows.values()) expect((row.raw as { account_id: string }).account_id).not.toBe('1900')
  })
})

test('a missing permission is no dead token', async () => {
  const drive = open()
  drive.emulator.faults.next(refused({ code: 10, status: 403 }), { times: 10 })
  const end = await runToEndOrLater(drive)
  expect(end).toBe('later')
})

async function runToEndOrLater(drive: ReturnType<typeof open>): Promise<string> {
  return (await step(drive, 'campaigns')).outcome
}
