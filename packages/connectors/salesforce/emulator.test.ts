import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fresh } from './test-drive.ts'

const host = 'https://example-roofing.my.salesforce.com'
const data = '/services/data/v62.0'
const Answer = z.looseObject({
  totalSize: z.number(),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  records: z.array(z.looseObject({})),
})

function open(options = {}) {
  const drive = fresh(options)
  const { emulator } = drive
  const authorization = `Bearer ${emulator.secrets.good.session?.accessToken}`
  const send = (path: string, init: RequestInit = {}) =>
    emulator.fetch(
      new Request(host + path, { ...init, headers: { authorization, 'content-type': 'application/json' } }),
    )
  const ask = async (soql: string, all = false) => {
    const response = await send(`${data}/query${all ? 'All' : ''}?q=${encodeURIComponent(soql)}`)
    return response.ok
      ? Answer.parse(await response.json())
      : { refused: ((await response.json()) as { errorCode: string }[])[0]?.errorCode }
  }
  const rows = async (soql: string, all = false) => {
    const answer = await ask(soql, all)
    if (!('records' in answer)) throw new Error(String(answer.refused))
    return answer.records
  }
  return { ...drive, emulator, send, ask, rows }
}

describe('the emulated SOQL', () => {
  test('knows conditions, orders, limits and counts', async () => {
    const { rows, ask } = open()
    expect(
      (
        await rows(
          "SELECT Id FROM Contact WHERE Email = 'AVERY@example.org' AND (DoNotCall = false OR NOT (LastName = 'x'))",
        )
      ).length,
    ).toBe(1)
    expect(await ask('SELECT COUNT() FROM Lead WHERE CreatedDate >= 2026-10-01T00:00:00Z')).toMatchObject({
      totalSize: 2,
      records: [],
    })
    expect(
      (await rows('SELECT Name FROM Opportunity WHERE Amount > 4000 ORDER BY Amount DESC LIMIT 2')).map(
        ({ Name }) => Name,
      ),
    ).toEqual(['Reroof', 'Drew’s roof'])
    expect(
      await rows(
        "SELECT StageName, COUNT(Id) n, SUM(Amount) total FROM Opportunity WHERE StageName IN ('Closed Won') GROUP BY StageName",
      ),
    ).toMatchObject([{ StageName: 'Closed Won', n: 3 }])
    expect(await rows('SELECT MIN(CreatedDate) a, MAX(CreatedDate) b FROM Lead')).toMatchObject([
      { a: '2026-03-05T08:00:00.000+0000' },
    ])
  })

  test('gives the contacts of deals inside the deals, as objects or null', async () => {
    const { rows, emulator } = open()
    const [deal] = await rows(
      `SELECT Id, (SELECT ContactId, IsPrimary FROM OpportunityContactRoles), Account.Name FROM Opportunity WHERE Id = '${emulator.seeded?.deals.open}'`,
    )
    expect(deal).toMatchObject({
      Account: { Name: 'Example Roofing Supply' },
      OpportunityContactRoles: { totalSize: 2, done: true },
    })
  })

  test('refuses what Salesforce refuses, in an array', async () => {
    const { ask, emulator } = open()
    emulator.hidden.add('Contact.Email')
    expect(await ask('SELECT Email FROM Contact')).toEqual({ refused: 'INVALID_FIELD' })
    expect(await ask("SELECT Id FROM Contact WHERE Email = 'x'")).toEqual({ refused: 'INVALID_FIELD' })
    expect(await ask('SELECT Id FROM CurrencyType')).toEqual({ refused: 'INVALID_TYPE' })
    expect(await ask('SELECT Id FROM Contact WHERE LastName = a AND OR')).toEqual({ refused: 'MALFORMED_QUERY' })
    expect(await ask("SELECT Id FROM Contact WHERE LastName = 'a' OR LastName = 'b' AND LastName = 'c'")).toEqual({
      refused: 'MALFORMED_QUERY',
    })
  })

  test('keeps deleted records for those who ask for them', async () => {
    const { rows } = open()
    expect(await rows('SELECT Id FROM Contact WHERE IsDeleted = true')).toEqual([])
    expect((await rows('SELECT Id FROM Contact WHERE IsDeleted = true', true)).length).toBe(2)
  })
})

describe('the emulated front door', () => {
  test('hands out pages whose next link dies with the session, after 15 minutes, or when ten others were opened', async () => {
    const { send, ask, emulator, clock } = open()
    emulator.knobs.query.batch = 2
    const first = async () => {
      const answer = await ask('SELECT Id FROM Contact ORDER BY Id')
      return 'nextRecordsUrl' in answer ? (answer.nextRecordsUrl ?? '') : ''
    }
    const link = await first()
    expect(Answer.parse(await (await send(link)).json()).records).toHaveLength(2)
    expect((await send(link)).status).toBe(200)
    clock.advance(16 * 60_000)
    expect((await send(link)).status).toBe(400)
    const oldest = await first()
    for (let each = 0; each < 10; each += 1) await first()
    expect((await send(oldest)).status).toBe(400)
    const bound = await first()
    emulator.expire?.()
    expect((await send(bound)).status).toBe(401)
  })

  test('tells how many calls were spent, and refuses more with 403, not 429', async () => {
    const { send, emulator } = open()
    emulator.knobs.api = Object.assign(emulator.knobs.api, { used: 99_998, perApp: { used: 5, max: 250 } })
    expect((await send(`${data}/query?q=SELECT+Id+FROM+Lead`)).headers.get('sforce-limit-info')).toBe(
      'api-usage=99999/100000,per-app-api-usage=6/250(appName=throughline)',
    )
    await send(`${data}/query?q=SELECT+Id+FROM+Lead`)
    const refused = await send(`${data}/query?q=SELECT+Id+FROM+Lead`)
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([403, false])
    emulator.limits = 'off'
    expect((await send(`${data}/query?q=SELECT+Id+FROM+Lead`)).status).toBe(200)
  })

  test('refuses a URL that is too long, a retired version, and what is not there', async () => {
    const { send } = open()
    expect((await send(`${data}/query?q=${'x'.repeat(17_000)}`)).status).toBe(414)
    expect((await send('/services/data/v21.0/query?q=x')).status).toBe(410)
    expect((await send(`${data}/sobjects/Nothing/describe`)).status).toBe(404)
    expect((await send(`${data}/nothing`)).status).toBe(404)
  })

  test('describes an object without what is hidden', async () => {
    const { send, emulator } = open()
    emulator.hidden.add('Contact.Email')
    const described = (await (await send(`${data}/sobjects/Contact/describe`)).json()) as {
      fields: { name: string }[]
      replicateable: boolean
    }
    expect(described.fields.map(({ name }) => name)).not.toContain('Email')
    expect(described.replicateable).toBe(true)
  })

  test('logs deletions in a window of at most fifteen days', async () => {
    const { send, emulator } = open()
    const log = (start: string, end: string) =>
      send(`${data}/sobjects/Contact/deleted?start=${encodeURIComponent(start)}&end=${encodeURIComponent(end)}`)
    const body = (await (await log('2026-11-10T00:00:00+00:00', '2026-11-15T00:00:00+00:00')).json()) as {
      deletedRecords: { id: string }[]
      latestDateCovered: string
    }
    expect(body.deletedRecords.map(({ id }) => id)).toEqual([
      emulator.seeded?.contacts.merged,
      emulator.seeded?.contacts.deleted,
    ])
    expect(body.latestDateCovered).toBe('2026-11-15T00:00:00.000+0000')
    expect((await log('2026-10-10T00:00:00+00:00', '2026-11-15T00:00:00+00:00')).status).toBe(400)
    expect((await log('2026-11-15T00:00:00+00:00', '2026-11-15T00:00:00+00:00')).status).toBe(400)
  })

  test('names what was updated in a window, and the calls that are left', async () => {
    const { send, emulator } = open()
    const window = 'start=2026-10-01T00:00:00Z&end=2026-11-01T00:00:00Z'
    expect(await (await send(`${data}/sobjects/Lead/updated?${window}`)).json()).toEqual({
      ids: [emulator.seeded?.leads.fresh, emulator.seeded?.leads.shy],
      latestDateCovered: '2026-11-01T00:00:00.000+0000',
    })
    expect(await (await send(`${data}/limits`)).json()).toEqual({
      DailyApiRequests: { Max: 100_000, Remaining: 99_998 },
    })
  })

  test('writes up to 200 records in their order, each for itself or all or none', async () => {
    const { send, emulator } = open()
    const { open: deal = '', won = '' } = emulator.seeded?.deals ?? {}
    const write = (allOrNone: boolean, records: object[]) =>
      send(`${data}/composite/sobjects`, { method: 'PATCH', body: JSON.stringify({ allOrNone, records }) })
    const record = (id: string, fields: object) => ({ attributes: { type: 'Opportunity' }, id, ...fields })
    emulator.knobs.write.refuses.set(won, { code: 'STRING_TOO_LONG', fields: ['LeadSource'] })
    const both = [record(won, { LeadSource: 'x' }), record(deal, { LeadSource: 'y' })]
    expect(await (await write(true, both)).json()).toMatchObject([
      { success: false },
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
    ])
    expect(emulator.org.get('Opportunity', deal).LeadSource).toBe('Web')
    expect(await (await write(false, both)).json()).toMatchObject([{ success: false }, { success: true, id: deal }])
    expect(
      await (
        await write(false, [record(deal, { IsWon: true }), record('0065e00000none', {}), record(deal, { Nothing: 1 })])
      ).json(),
    ).toMatchObject([
      { errors: [{ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }] },
      { errors: [{ statusCode: 'ENTITY_IS_DELETED' }] },
      { errors: [{ statusCode: 'INVALID_FIELD' }] },
    ])
    expect(
      (
        await write(
          false,
          Array.from({ length: 201 }, () => record(deal, {})),
        )
      ).status,
    ).toBe(400)
  })

  test('takes a campaign member once', async () => {
    const { send, emulator } = open()
    const { campaigns, contacts } = emulator.seeded ?? {}
    const records = [
      { attributes: { type: 'CampaignMember' }, CampaignId: campaigns?.show, ContactId: contacts?.casey },
    ]
    const add = async () =>
      (await send(`${data}/composite/sobjects`, { method: 'POST', body: JSON.stringify({ records }) })).json()
    expect(await add()).toMatchObject([{ success: true }])
    expect(await add()).toMatchObject([{ success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] }])
  })
})
