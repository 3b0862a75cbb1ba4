import { connect, provesHmac, receive, splitDelivery } from '@throughline/connector-kit'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { signBody } from './emulator-postman.ts'
import { open } from './testing.ts'
import { split } from './webhook.ts'

const published =
  '{"object":"ad_account","entry":[{"id":"act_1000","time":1767225600,"changes":[{"field":"in_process_ad_objects","value":{"id":"2000","level":"AD","status_name":"Active"}}]}]}'

function knock(drive: ReturnType<typeof open>, request: ReturnType<typeof signBody>) {
  return receive({
    ...{
      connector,
      kind: 'ads',
      request,
      proof: drive.emulator.app.good,
      now: drive.clock.now(),
      publicUrl: request.url,
    },
  })
}

describe('a webhook', () => {
  test('has the published signature of the published body', () => {
    expect(
      provesHmac(
        Buffer.from(published),
        'sha256=97a8ab097f0fddcb6d6c694fb7a1125169bb6287c9723994d198c31d44056ecc',
        'test_app_secret',
      ),
    ).toBe(true)
  })

  test('is refused written anew, with another secret, or with a signature of another kind', () => {
    const drive = open()
    const { app } = drive.emulator
    const escaped = signBody(published.replace('Active', 'Acti\\u0076e'), app.good)
    expect(knock(drive, escaped).outcome).toBe('shared')
    const again = { ...escaped, body: Buffer.from(JSON.stringify(JSON.parse(Buffer.from(escaped.body).toString()))) }
    expect(knock(drive, again).outcome).toBe('refused')
    expect(knock(drive, signBody(published, app.bad)).outcome).toBe('refused')
    const bare = signBody(published, app.good)
    bare.headers.set('x-hub-signature-256', bare.headers.get('x-hub-signature-256')?.slice('sha256='.length) ?? '')
    expect(knock(drive, bare).outcome).toBe('refused')
  })

  test('is taken apart by account, and the same twice has the same digest', () => {
    const drive = open()
    const body = JSON.stringify({
      object: 'ad_account',
      entry: [
        { id: 'act_1000', time: 1, changes: [{ field: 'in_process_ad_objects', value: { id: '2000', level: 'AD' } }] },
        {
          id: 1001,
          time: 1,
          changes: [{ field: 'with_issues_ad_objects', value: { id: 120210000000000, level: 'CAMPAIGN' } }],
        },
        { id: 'act_1000', time: 1, changes: [{ field: 'creative_fatigue', value: {} }] },
      ],
    })
    const [first, second] = [
      knock(drive, signBody(body, drive.emulator.app.good)),
      knock(drive, signBody(body, drive.emulator.app.good)),
    ]
    if (first.outcome !== 'shared' || second.outcome !== 'shared') throw new Error(first.outcome)
    expect(first.parts.map(({ account }) => account)).toEqual(['1000', '1001'])
    expect(first.parts.map(({ digest }) => digest)).toEqual(second.parts.map(({ digest }) => digest))
  })

  test('of pages and users is none of ours', () => {
    expect(
      split({ object: 'page', entry: [{ id: '1', changes: [{ field: 'leadgen', value: { leadgen_id: '1' } }] }] }),
    ).toEqual([])
  })

  test('keeps ids whole that come as numbers too long for one', () => {
    const drive = open()
    const body =
      '{"object":"ad_account","entry":[{"id":1000,"changes":[{"field":"x","value":{"id":120210000000000111,"level":"AD"}}]}]}'
    const reception = knock(drive, signBody(body, drive.emulator.app.good))
    if (reception.outcome !== 'shared') throw new Error(reception.outcome)
    const hints = reception.parts.flatMap(
      (part) => splitDelivery(connector, 'ads', part.body, drive.emulator.config).hints,
    )
    expect(hints).toEqual([{ stream: 'ads', key: '120210000000000111' }])
  })
})

describe('the challenge', () => {
  const answer = async (token: string) => {
    const drive = open()
    const request = drive.emulator.challenge(token)
    const reception = knock(drive, request)
    if (reception.outcome !== 'handshake') throw new Error(reception.outcome)
    return [reception.response.status, await reception.response.text()]
  }

  test('comes back as it is to whoever knows the token, and to nobody else', async () => {
    expect(await answer('verify-emulated')).toEqual([200, '1158201444'])
    expect(await answer('guessed-token')).toEqual([403, ''])
    expect(await answer('')).toEqual([403, ''])
  })
})

describe('objects that a webhook names', () => {
  test('are asked for together, deleted ones and unknown ones included', async () => {
    const drive = open()
    const { ledger, objects } = drive.emulator
    const [first, second, third] = [...ledger.ads.keys()]
    if (!first || !second || !third) throw new Error('three ads')
    ledger.ad(second).status = 'DELETED'
    objects.vanished.add(third)
    const ctx = connect({ ...drive, signal: new AbortController().signal })
    const rows = (await connector.streams.ads?.fetch?.(ctx, [first, second, third])) as {
      id: string
      effective_status: string
      listed: boolean
    }[]
    expect(rows.map(({ id, effective_status, listed }) => [id, effective_status, listed])).toEqual([
      [first, 'ACTIVE', true],
      [second, 'DELETED', false],
      [third, 'UNKNOWN', false],
    ])
    const observed = rows.map(
      (row) => connector.streams.ads?.map(connector.streams.ads.raw.parse(row), drive.emulator.config)[0],
    )
    expect(observed.map((record) => record?.kind)).toEqual(['ad', 'ad', 'withdrawal'])
  })

  test('of another client’s account are kept apart', async () => {
    const drive = open()
    const foreign = [...drive.emulator.ledger.ads.values()].find(({ accountId }) => accountId === '1900')
    const ctx = connect({ ...drive, signal: new AbortController().signal })
    const [row] = (await connector.streams.ads?.fetch?.(ctx, [foreign?.id ?? ''])) ?? []
    const raw = connector.streams.ads?.raw.parse(row)
    expect(connector.streams.ads?.foreign?.(raw, drive.emulator.config)).toBe('ad account 1900')
  })
})
