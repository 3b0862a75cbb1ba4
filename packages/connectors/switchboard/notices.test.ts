import { connect, HttpStates, observeRows, receive, splitDelivery } from '@throughline/connector-kit'
import { runToEnd, type Delivery } from '@throughline/connector-kit/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { noticeShapes } from './emulator.ts'
import { broadcastOf, fresh, sweep, type SwitchboardDrive } from './test-drive.ts'

afterAll(sweep)

const knock = (drive: SwitchboardDrive, { request }: Pick<Delivery, 'request'>) =>
  receive({
    connector,
    kind: 'events',
    request,
    proof: drive.emulator.secrets.good,
    now: drive.clock.now(),
    publicUrl: request.url,
  })
const split = (drive: SwitchboardDrive, body: unknown) =>
  splitDelivery(connector, 'events', Buffer.from(JSON.stringify(body)), drive.emulator.config)
const hints = (body: unknown) => split(fresh(), body).hints.map(({ stream, key }) => `${stream} ${key}`)
const rows = (body: unknown) => split(fresh(), body).rows.map(({ stream, key }) => `${stream} ${key}`)

function ask(drive: SwitchboardDrive, keys: string[]) {
  const ctx = connect({ ...drive, states: new HttpStates(), signal: new AbortController().signal })
  return connector.streams.broadcasts?.fetch?.(ctx, keys) ?? Promise.reject(new Error('no fetch'))
}

describe('a delivery', { timeout: 60_000 }, () => {
  test('in each of its shapes names the broadcast, whatever else it says', () => {
    const drive = fresh()
    for (const shape of noticeShapes) {
      const delivery = drive.emulator.webhookFor('bc_0001', { shape })
      expect(knock(drive, delivery)).toMatchObject({ outcome: 'accepted' })
      expect(split(drive, delivery.payload)).toEqual({
        rows: [],
        quarantined: [],
        hints: [{ stream: 'broadcasts', key: 'bc_0001' }],
      })
    }
    expect(hints({ event_type: 'broadcast.sent', data: { broadcast_id: 12 } })).toEqual(['broadcasts 12'])
    expect(hints({ type: 'phone_message.clicked', data: { id: 'pm_1', broadcast_id: 'bc_1' } })).toEqual([
      'broadcasts bc_1',
    ])
    expect(hints({ type: 'BROADCAST.CREATED', payload: { broadcast: { id: 'bc_2' } } })).toEqual(['broadcasts bc_2'])
  })

  test('never brings counts or money with it', () => {
    expect(rows({ type: 'broadcast.updated', data: { id: 'bc_1', delivered: 5, cost_estimate: '99.00' } })).toEqual([])
    expect(
      split(fresh(), { type: 'contribution.created', data: { id: 'ct_1', amount: '25.00', broadcast_id: 'bc_1' } }),
    ).toEqual({ rows: [], quarantined: [], hints: [] })
  })

  test('with a wrong or no password, or to nobody’s, is refused', () => {
    const drive = fresh()
    const { payload } = drive.emulator.webhookFor('bc_0001')
    expect(knock(drive, { request: drive.emulator.sign('events', payload, drive.emulator.secrets.bad) })).toEqual({
      outcome: 'refused',
    })
    const none = { ...drive.emulator.secrets.good, webhookUsername: '', webhookPassword: '' }
    const request = drive.emulator.sign('events', payload, none)
    expect(receive({ connector, kind: 'events', request, proof: none, now: drive.clock.now(), publicUrl: '' })).toEqual(
      { outcome: 'refused' },
    )
    expect(knock(drive, { request: drive.emulator.sign('events', payload) })).toMatchObject({ outcome: 'accepted' })
  })

  test('that says nothing that is known is malformed, in words', () => {
    const drive = fresh()
    expect(knock(drive, { request: drive.emulator.sign('events', { hello: 1 }) })).toEqual({
      outcome: 'malformed',
      status: 400,
      detail: 'no type, broadcast or number',
    })
    expect(knock(drive, { request: drive.emulator.sign('events', { type: 'ping' }) })).toMatchObject({
      outcome: 'accepted',
    })
  })

  test('by the thousand about one broadcast asks for it once', () => {
    const drive = fresh()
    const burst = Array.from({ length: 1_000 }, () => drive.emulator.webhookFor('bc_0001'))
    const named = new Set(burst.flatMap(({ payload }) => split(drive, payload).hints.map(({ key }) => key)))
    expect([...named]).toEqual(['bc_0001'])
  })
})

describe('a named broadcast', { timeout: 60_000 }, () => {
  test('is read as it is now, with the same row as the list’s', async () => {
    const drive = fresh()
    await runToEnd(drive, 'broadcasts')
    const fetched = observeRows(
      connector,
      'broadcasts',
      await ask(drive, ['bc_0001', 'bc_0002']),
      drive.emulator.config,
    )
    expect(fetched.quarantined).toEqual([])
    for (const row of fetched.rows) expect(row).toEqual(drive.store.rows.get(`broadcasts/${row.key}`))
    expect(fetched.rows).toHaveLength(2)
  })

  test('before it is there is nothing yet, and the list brings it', async () => {
    const drive = fresh([])
    expect(await ask(drive, ['bc_9'])).toEqual([])
    drive.emulator.ledger.add(broadcastOf('bc_9', 1))
    expect(await ask(drive, ['bc_9'])).toMatchObject([{ id: 'bc_9', organization_id: 'org_0001' }])
    await runToEnd(drive, 'broadcasts')
    expect(drive.store.rows.has('broadcasts/bc_9')).toBe(true)
  })

  test('said to be deleted is taken for that only where it is not found', async () => {
    const drive = fresh([broadcastOf('bc_1', 1)])
    const { payload } = drive.emulator.webhookFor('bc_1', { type: 'broadcast.deleted' })
    const [hint] = split(drive, payload).hints
    expect(await ask(drive, [hint?.key ?? ''])).toMatchObject([{ id: 'bc_1', status: 'sent' }])
    drive.emulator.ledger.broadcast('bc_1').deletedAt = 0
    const gone = observeRows(connector, 'broadcasts', await ask(drive, [hint?.key ?? '']), drive.emulator.config)
    expect(gone.rows).toMatchObject([
      { key: 'bc_1:deleted', records: [{ kind: 'withdrawal', of: 'campaign', key: 'bc_1' }] },
    ])
  })
})

describe('a message that came in', { timeout: 60_000 }, () => {
  const data = {
    id: 'im_9',
    from_number: '+13145550142',
    to_number: '+15005550100',
    text: 'Yes',
    received_at: '2026-11-15T16:00:00Z',
  }

  test('is a row of the inbox, known by its own id', () => {
    expect(rows({ type: 'incoming_phone_message.created', id: 'evt_1', data })).toEqual(['inbox im_9'])
    expect(
      rows({
        event: 'phone_message.received',
        event_id: 'evt_1',
        payload: { phone: { number: '+13145550142' }, body: 'Yes', created_at: data.received_at },
      }),
    ).toEqual(['inbox evt_1'])
    const [nameless] = rows({
      type: 'reply',
      data: { from: '+13145550142', message: 'Yes', timestamp: data.received_at },
    })
    expect(nameless).toMatch(/^inbox [0-9a-f]{64}$/)
  })

  test('with an opt-out word alone ends texting at once', () => {
    for (const text of ['STOP', ' stop! ', 'Unsubscribe.', 'Opt-out', 'QUIT', 'Stop2End', 'ALTO'])
      expect(rows({ type: 'incoming', data: { ...data, text } })).toEqual(['inbox im_9', 'opt_outs in:im_9'])
    for (const text of ['Please do not stop', 'Ending?', 'Yes', 'End of October?'])
      expect(rows({ type: 'incoming', data: { ...data, text } })).toEqual(['inbox im_9'])
    expect(rows({ type: 'incoming', data: { ...data, opted_out: true } })[1]).toMatch(/^opt_outs in:im_9/)
  })

  test('names its broadcast too where it says so', () => {
    const body = { type: 'incoming', data: { ...data, broadcast_id: 'bc_1' } }
    expect([hints(body), rows(body)]).toEqual([['broadcasts bc_1'], ['inbox im_9']])
  })

  test('is none where it went out, or has no number, text or time', () => {
    expect(rows({ type: 'phone_message.sent', data: { ...data, direction: 'outgoing' } })).toEqual([])
    for (const missing of ['from_number', 'text', 'received_at'] as const) {
      const { [missing]: _missing, ...rest } = data
      expect(rows({ type: 'incoming', data: rest })).toEqual([])
    }
  })
})
