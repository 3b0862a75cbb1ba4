import { receive, splitDelivery } from '@throughline/connector-kit'
import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { createPostman } from './emulator.ts'
import { splitEvents } from './events.ts'
import { booksOf, deliver, fresh, poll, rowsIn, tidy, type HubSpotDrive } from './test-drive.ts'
import batch from './samples/webhook-batch.json' with { type: 'json' }

afterAll(tidy)

const portal = '48211903'
const key = (id: string | number) => `${portal}:${id}`
const named = (body: unknown) => splitEvents(body).map(({ stream, key: of }) => `${stream} ${of}`)

describe('a delivery', () => {
  test('names records of each account once, a deal with its stages, and passes over what is not read', () => {
    expect(splitEvents(batch).map(({ account }) => account)).toEqual([portal, portal, portal, portal, '62515', portal])
    expect(named(batch)).toEqual([
      `deals ${key(31900552)}`,
      `stage_moves ${key(31900552)}`,
      `contacts ${key(81120)}`,
      `contacts ${key(81124)}`,
      'contacts 62515:123',
      `leads ${key(41001)}`,
    ])
  })

  test('of a merge names all that it retired and what came of it', () => {
    const [event] = [
      {
        portalId: 1,
        subscriptionType: 'contact.merge',
        objectId: 5,
        primaryObjectId: 5,
        mergedObjectIds: [6, 7],
        newObjectId: 9,
      },
    ]
    expect(named([event])).toEqual(['contacts 1:5', 'contacts 1:9', 'contacts 1:6', 'contacts 1:7'])
  })

  test('of an association names both ends, in either way of writing it', () => {
    const ends = { portalId: 1, fromObjectId: 5, toObjectId: 6 }
    const noun = { ...ends, subscriptionType: 'contact.associationChange', associationType: 'CONTACT_TO_DEAL' }
    const generic = {
      ...ends,
      subscriptionType: 'object.associationChange',
      fromObjectTypeId: '0-1',
      toObjectTypeId: '0-3',
    }
    for (const event of [noun, generic])
      expect(named([event])).toEqual(['contacts 1:5', 'deals 1:6', 'stage_moves 1:6'])
  })

  test('carries nothing of a person into what is stored', () => {
    const event = {
      portalId: 1,
      subscriptionType: 'contact.propertyChange',
      objectId: 5,
      propertyName: 'email',
      propertyValue: 'dana@example.com',
    }
    expect(JSON.stringify(splitEvents([event]))).not.toContain('dana')
  })

  test('of several accounts is taken apart by account', () => {
    const drive = fresh()
    const request = drive.emulator.sign('events', batch)
    const proof = drive.emulator.app.good
    const door = receive({ connector, kind: 'events', request, proof, now: drive.clock.now(), publicUrl: request.url })
    if (door.outcome !== 'shared') throw new Error(door.outcome)
    expect(door.parts.map(({ account }) => account)).toEqual([portal, '62515'])
    expect(Buffer.from(door.parts[1]?.body ?? '').toString()).not.toContain(portal)
    const [mine] = door.parts
    const split = splitDelivery(connector, 'events', mine?.body ?? new Uint8Array(), drive.emulator.config)
    expect(split.hints).toHaveLength(5)
  })
})

describe('what deliveries name', () => {
  const settle = async (drive: HubSpotDrive) => {
    for (const delivery of drive.emulator.takeDeliveries()) await deliver(drive, delivery)
  }
  const same = (drive: HubSpotDrive, stream: string) => {
    for (const [place, raw] of booksOf(drive, stream)) expect(rowsIn(drive, stream).get(place)?.raw).toEqual(raw)
  }

  test('is asked for as it is now: twice and in any order comes to the same', async () => {
    for (const style of ['noun', 'object'] as const) {
      const drive = fresh()
      await poll(drive)
      drive.emulator.events = style
      drive.emulator.takeDeliveries()
      drive.clock.advance(60_000)
      const { ledger } = drive.emulator
      const at = drive.clock.now().getTime()
      ledger.moveStage('31900552', 'closedwon', at)
      ledger.update('contacts', '81121', { lifecyclestage: 'lead' }, { at })
      ledger.archive('contacts', '81123', at)
      ledger.merge('contacts', '81121', '81127', at)
      ledger.tie('deals', '31900554', 'companies', '55003', { at })
      ledger.add('leads', { properties: { hs_lead_name: 'New' }, at })
      const deliveries = drive.emulator.takeDeliveries()
      for (const delivery of [...deliveries.toReversed(), ...deliveries]) await deliver(drive, delivery)
      for (const stream of ['contacts', 'companies', 'deals', 'stage_moves', 'leads']) same(drive, stream)
    }
  })

  test('and is erased for privacy is taken back', async () => {
    const drive = fresh()
    await poll(drive, ['contacts'])
    drive.emulator.takeDeliveries()
    drive.emulator.ledger.purge('contacts', '81121', drive.clock.now().getTime(), true)
    await settle(drive)
    const row = rowsIn(drive, 'contacts').get(key(81121))
    expect(row?.tally).toEqual({ gone: true })
    expect(JSON.stringify(row)).not.toContain('example.com')
    expect(row?.records[0]).toMatchObject({ kind: 'withdrawal', of: 'crm_contact' })
  })

  test('before HubSpot can give it is taken for gone only until it is read', async () => {
    const drive = fresh()
    await poll(drive, ['contacts'])
    const { ledger } = drive.emulator
    drive.clock.advance(60_000)
    drive.emulator.takeDeliveries()
    const contact = ledger.add('contacts', {
      properties: { email: 'quick@example.org' },
      at: drive.clock.now().getTime(),
    })
    contact.lost = true
    await settle(drive)
    expect(rowsIn(drive, 'contacts').get(key(contact.id))?.tally).toEqual({ gone: true })
    contact.lost = false
    await poll(drive, ['contacts'])
    expect(rowsIn(drive, 'contacts').get(key(contact.id))?.records[0]).toMatchObject({ kind: 'crm_contact' })
  })

  test('of a kind that this connection does not read is not asked for', async () => {
    const drive = fresh({ config: { leads: 'lifecycle' } })
    const before = drive.requests.length
    const fetched = await connector.streams.leads?.fetch?.({ config: drive.emulator.config } as never, [key(41001)])
    expect(fetched).toEqual([])
    expect(drive.requests.length).toBe(before)
  })

  test('comes by the private app of one connection as well', async () => {
    const drive = fresh()
    await poll(drive, ['deals'])
    drive.emulator.takeDeliveries()
    drive.emulator.ledger.moveStage('31900552', 'closedwon', drive.clock.now().getTime())
    for (const delivery of drive.emulator.takeDeliveries('private_app')) await deliver(drive, delivery)
    same(drive, 'deals')
  })
})

test('HubSpot delivers again after a fault, each time signed anew, and takes a no for a no', async () => {
  const drive = fresh()
  const [delivery] = drive.emulator.deliveries()
  if (!delivery) throw new Error('a delivery')
  const answers: number[] = []
  const attempts: unknown[] = []
  const door = async (request: Request) => {
    const body = new Uint8Array(await request.arrayBuffer())
    const { outcome } = receive({
      ...{ connector, kind: 'events', proof: drive.emulator.app.good, now: drive.clock.now(), publicUrl: request.url },
      request: { method: request.method, url: request.url, headers: request.headers, body },
    })
    attempts.push((JSON.parse(Buffer.from(body).toString()) as { attemptNumber: number }[])[0]?.attemptNumber)
    const status = answers.length < 9 ? 503 : outcome === 'shared' ? 204 : 401
    answers.push(status)
    return new Response(null, { status })
  }
  const postman = createPostman({
    send: door,
    sign: (kind, payload) => drive.emulator.sign(kind, payload),
    pause: async () => drive.clock.advance(2 * 3_600_000),
  })
  expect(await postman(delivery)).toEqual({ delivered: true, attempts: 10 })
  expect(attempts).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  const refused = createPostman({
    send: async () => new Response(null, { status: 401 }),
    sign: (kind, payload) => drive.emulator.sign(kind, payload),
    pause: async () => {},
  })
  expect(await refused(delivery)).toEqual({ delivered: false, attempts: 1 })
})
