import { afterAll, describe, expect, test } from 'vitest'
import { fresh, tidy, type HubSpotDrive } from './test-drive.ts'

afterAll(tidy)

/** What this connector never asks, and others do: the emulator answers it as HubSpot does. */
const ask = async (drive: HubSpotDrive, method: string, path: string, body?: unknown) => {
  const authorization = `Bearer ${drive.emulator.secrets.good.oauth?.accessToken}`
  const init = { method, headers: { authorization }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const answer = await drive.emulator.fetch(new Request(`https://api.hubapi.com${path}`, init))
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Record<string, unknown> }
}

describe('the emulated HubSpot', () => {
  test('answers dated paths, the older ones and types by number alike', async () => {
    const drive = fresh()
    const paths = ['/crm/objects/2026-09/contacts', '/crm/objects/2026-03/0-1', '/crm/v3/objects/contacts']
    const answers = await Promise.all(paths.map((path) => ask(drive, 'GET', `${path}?limit=3`)))
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body)
    expect((await ask(drive, 'GET', '/crm/objects/2019-01/contacts')).status).toBe(404)
  })

  test('gives only a handful of properties where none are asked for, and ten records where no limit is', async () => {
    const { body } = await ask(fresh(), 'GET', '/crm/v3/objects/contacts')
    const results = body.results as { properties: object }[]
    expect(Object.keys(results[0]?.properties ?? {}).sort()).toEqual(
      ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'].sort(),
    )
  })

  test('refuses more at once than it takes, and search past 10,000', async () => {
    const drive = fresh()
    const status = async (method: string, path: string, body?: unknown) => (await ask(drive, method, path, body)).status
    expect(await status('GET', '/crm/v3/objects/deals?limit=101')).toBe(400)
    expect(await status('GET', '/crm/v3/objects/deals?limit=51&propertiesWithHistory=dealstage')).toBe(400)
    const inputs = Array.from({ length: 101 }, (_, id) => ({ id: String(id) }))
    expect(await status('POST', '/crm/v3/objects/deals/batch/read', { inputs })).toBe(400)
    expect(await status('POST', '/crm/v3/objects/deals/search', { limit: 201 })).toBe(400)
    expect(await status('POST', '/crm/v3/objects/deals/search', { limit: 200, after: '9801' })).toBe(400)
    expect(await status('POST', '/crm/v3/objects/deals/search', { limit: 200, after: '9800' })).toBe(200)
  })

  test('searches a contact’s time of change under its own name, and finds nothing under another', async () => {
    const drive = fresh()
    const filters = (propertyName: string) => ({
      filterGroups: [{ filters: [{ propertyName, operator: 'GTE', value: '0' }] }],
    })
    const total = async (name: string) =>
      (await ask(drive, 'POST', '/crm/v3/objects/contacts/search', filters(name))).body.total
    expect(await total('lastmodifieddate')).toBeGreaterThan(3)
    expect(await total('hs_lastmodifieddate')).toBe(0)
  })

  test('keeps contacts apart by every address, and says which one is there already', async () => {
    const drive = fresh()
    const create = (email: string) => ask(drive, 'POST', '/crm/v3/objects/contacts', { properties: { email } })
    expect(await create('ben.old@example.com')).toMatchObject({
      status: 409,
      body: { category: 'CONFLICT', message: 'Contact already exists. Existing ID: 81121' },
    })
    expect((await create('nobody@example.com')).status).toBe(201)
  })

  test('says of each upsert whether it is new', async () => {
    const drive = fresh()
    const upsert = (id: string) =>
      ask(drive, 'POST', '/crm/v3/objects/deals/batch/upsert', {
        inputs: [{ id, idProperty: 'ext_id', properties: { amount: '5' }, objectWriteTraceId: 't1' }],
      })
    const [first, second] = [await upsert('e1'), await upsert('e1')]
    expect((first.body.results as object[])[0]).toMatchObject({ new: true, objectWriteTraceId: 't1' })
    expect((second.body.results as object[])[0]).toMatchObject({ new: false })
  })

  test('answers for a merged record with the one it went into, and gives it no place in search', async () => {
    const drive = fresh()
    const { body } = await ask(drive, 'POST', '/crm/v3/objects/contacts/merge', {
      primaryObjectId: '81120',
      objectIdToMerge: '81121',
    })
    const old = await ask(drive, 'GET', '/crm/v3/objects/contacts/81121?properties=hs_merged_object_ids')
    expect(old.body).toMatchObject({ id: body.id, properties: { hs_merged_object_ids: '81120;81121' } })
    const { body: found } = await ask(drive, 'POST', '/crm/v3/objects/contacts/search', { limit: 200 })
    expect((found.results as { id: string }[]).map(({ id }) => id)).not.toContain('81121')
  })

  test('erases for privacy what no list shows afterwards', async () => {
    const drive = fresh()
    await ask(drive, 'POST', '/crm/v3/objects/contacts/gdpr-delete', {
      objectId: 'dana@example.com',
      idProperty: 'email',
    })
    expect((await ask(drive, 'GET', '/crm/v3/objects/contacts/81120')).status).toBe(404)
    expect(JSON.stringify(drive.emulator.takeDeliveries().at(-1)?.payload)).toContain('contact.privacyDeletion')
  })

  test('takes secrets of a token in the body only, introspects and revokes', async () => {
    const drive = fresh()
    const { clientId, clientSecret } = drive.emulator.app.good
    const post = async (path: string, form: Record<string, string>) => {
      const body = new URLSearchParams(form)
      const answer = await drive.emulator.fetch(new Request(`https://api.hubapi.com${path}`, { method: 'POST', body }))
      return (await answer.json()) as Record<string, unknown>
    }
    const refreshToken = drive.emulator.secrets.good.oauth?.refreshToken ?? ''
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken }
    const app = { client_id: clientId, client_secret: clientSecret }
    expect(await post(`/oauth/v3/token?client_secret=${clientSecret}`, grant)).toMatchObject({ status: 'error' })
    const token = await post('/oauth/v3/token', { ...grant, ...app })
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 1_800, hub_id: 48_211_903 })
    expect(await post('/oauth/v3/token/introspect', { token: String(token.access_token) })).toMatchObject({
      active: true,
    })
    drive.clock.advance(1_800_001)
    expect(await post('/oauth/v3/token/introspect', { token: String(token.access_token) })).toEqual({ active: false })
    await post('/oauth/v3/token/revoke', { token: refreshToken })
    expect(await post('/oauth/v3/token', { ...grant, ...app })).toMatchObject({ status: 'BAD_REFRESH_TOKEN' })
  })

  test('shuffles its events, a hundred in one body', async () => {
    let state = 7
    const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
    const drive = fresh({ random })
    drive.emulator.takeDeliveries()
    for (let each = 0; each < 130; each += 1)
      drive.emulator.ledger.update(
        'deals',
        '31900552',
        { amount: String(each) },
        { at: drive.clock.now().getTime() + each },
      )
    const bodies = drive.emulator.takeDeliveries().map(({ payload }) => payload as { occurredAt: number }[])
    expect(bodies.map((body) => body.length)).toEqual([100, 30])
    const times = bodies.flat().map(({ occurredAt }) => occurredAt)
    expect(times).not.toEqual(times.toSorted((a, b) => a - b))
  })
})
