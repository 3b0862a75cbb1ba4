import { AskCustomer, RetryLater, Unsure } from '@throughline/connector-kit'
import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { ctxOf, fresh, tidy, type HubSpotDrive } from './test-drive.ts'

afterAll(tidy)

const portal = '48211903'
const deal = `${portal}:31900552`
const actionOf = (name: string) => {
  const action = connector.actions[name]
  if (!action) throw new Error(name)
  return action
}
const write = (values: Record<string, unknown>, object = 'deal', key = deal) =>
  connector.actions.write_fields?.input.parse({ object, key, values })
const caught = (promise: Promise<unknown> | undefined) =>
  (promise ?? Promise.resolve()).then(
    () => undefined,
    (error: unknown) => error,
  )
const valueOf = ({ emulator }: HubSpotDrive, type: 'deals' | 'contacts', id: string, name: string) =>
  emulator.ledger.get(type, id).properties[name] ?? null

describe('writing fields', () => {
  const action = actionOf('write_fields')

  test('shows what is and what will be, and says when nothing would change', async () => {
    const drive = fresh()
    const input = write({ attr_model: 'linear', attr_credit: 0.25 })
    const effect = await action.preview(ctxOf(drive), input)
    expect(effect).toMatchObject({
      before: { attr_model: null, attr_credit: null },
      after: { attr_model: 'linear', attr_credit: '0.25' },
    })
    expect(effect.summary).toContain('attr_model, attr_credit')
    await action.run(ctxOf(drive), input, 'k')
    expect(await action.preview(ctxOf(drive), input)).toMatchObject({ nothing: true })
  })

  test('is found after a crash by what HubSpot has, with the old values out of its history', async () => {
    const drive = fresh()
    const { ledger } = drive.emulator
    ledger.update('deals', '31900552', { attr_model: 'first_touch' }, { at: drive.clock.now().getTime() - 1_000 })
    const input = write({ attr_model: 'linear', attr_first_campaign: 'em_0914_a' })
    expect(await action.find(ctxOf(drive), 'k', input)).toBeUndefined()
    await action.run(ctxOf(drive), input, 'k')
    const found = await action.find(ctxOf(drive), 'k', input)
    expect(found).toEqual({
      ref: deal,
      detail: {
        before: { attr_model: 'first_touch', attr_first_campaign: null },
        after: { attr_model: 'linear', attr_first_campaign: 'em_0914_a' },
      },
    })
    if (found) await action.undo?.(ctxOf(drive), found, input)
    expect(valueOf(drive, 'deals', '31900552', 'attr_model')).toBe('first_touch')
    expect(valueOf(drive, 'deals', '31900552', 'attr_first_campaign')).toBeNull()
  })

  test('is not taken back over what somebody else wrote since', async () => {
    const drive = fresh()
    const input = write({ attr_model: 'linear' })
    const done = await action.run(ctxOf(drive), input, 'k')
    drive.emulator.ledger.update('deals', '31900552', { attr_model: 'last_touch' }, { at: drive.clock.now().getTime() })
    const failed = await caught(action.undo?.(ctxOf(drive), done, input))
    expect(failed).toBeInstanceOf(AskCustomer)
    expect((failed as AskCustomer).say).toContain('attr_model')
    expect(valueOf(drive, 'deals', '31900552', 'attr_model')).toBe('last_touch')
  })

  test('is refused beforehand, in words, where the property does not take it', async () => {
    const drive = fresh()
    const before = drive.emulator.writes()
    for (const [values, words] of [
      [{ attr_modle: 'linear' }, 'no such property'],
      [{ attr_model: 'magic' }, 'one of the values'],
      [{ attr_credit: 'a lot' }, 'a number'],
      [{ hs_analytics_source: 'OFFLINE' }, 'works it out itself'],
    ] as const) {
      const failed = await caught(action.preview(ctxOf(drive), write(values)))
      expect((failed as AskCustomer).say).toContain(words)
    }
    expect(drive.emulator.writes()).toBe(before)
  })

  test('by the account’s own rules is refused by HubSpot, and the property named', async () => {
    const drive = fresh({ properties: [{ name: 'attr_first_campaign', type: 'string', rule: /^\d+$/ }] })
    const failed = await caught(action.run(ctxOf(drive), write({ attr_first_campaign: 'abc' }), 'k'))
    expect(failed).toBeInstanceOf(AskCustomer)
    expect((failed as AskCustomer).say).toContain('attr_first_campaign (PROPERTY_VALIDATION_RULE)')
    expect((failed as AskCustomer).say).not.toContain('abc')
  })

  test('of a person’s name or address is not possible at all', () => {
    for (const name of ['email', 'firstname', 'mobilephone', 'hs_additional_emails', 'work_email', 'hs_object_id'])
      expect(() => write({ [name]: 'x' }, 'contact')).toThrow('names a person')
    expect(() => write({})).toThrow('at least one')
    expect(() => write({ 'A-B': 1 })).toThrow('internal name')
  })

  test('takes a lifecycle stage back where HubSpot lets it go forward only', async () => {
    const drive = fresh()
    const input = write({ lifecyclestage: 'lead' }, 'contact', `${portal}:81120`)
    expect(valueOf(drive, 'contacts', '81120', 'lifecyclestage')).toBe('opportunity')
    const done = await action.run(ctxOf(drive), input, 'k')
    expect(valueOf(drive, 'contacts', '81120', 'lifecyclestage')).toBe('lead')
    await action.undo?.(ctxOf(drive), done, input)
    expect(valueOf(drive, 'contacts', '81120', 'lifecyclestage')).toBe('opportunity')
  })

  test('says so where HubSpot takes a value and keeps another', async () => {
    const drive = fresh()
    const body = JSON.stringify({ id: '31900552', properties: { attr_model: 'first_touch' } })
    const { fetch } = drive.around
    drive.around.fetch = (request) =>
      request.method === 'PATCH' ? Promise.resolve(new Response(body)) : fetch(request)
    expect(await caught(action.run(ctxOf(drive), write({ attr_model: 'linear' }), 'k'))).toBeInstanceOf(Unsure)
  })

  test('of another account’s record, or one that is gone, is refused', async () => {
    const drive = fresh()
    const elsewhere = await caught(
      action.preview(ctxOf(drive), write({ attr_model: 'linear' }, 'deal', '62515:31900552')),
    )
    expect((elsewhere as AskCustomer).say).toContain('another HubSpot account')
    const gone = await caught(
      action.preview(ctxOf(drive), write({ attr_model: 'linear' }, 'deal', `${portal}:31900557`)),
    )
    expect((gone as AskCustomer).say).toContain('no longer has this record')
  })

  test('without the permission asks for it by name', async () => {
    const drive = fresh({ scopes: ['oauth', 'crm.objects.deals.read'] })
    const failed = await caught(action.run(ctxOf(drive), write({ attr_model: 'linear' }), 'k'))
    expect((failed as AskCustomer).say).toContain('crm.objects.deals.write')
  })
})

describe('logging', () => {
  const input = { object: 'contact', key: `${portal}:81120`, body: 'Thank you!', at: '2026-11-14T10:00:00Z' }

  test('of a text message is what HubSpot calls a communication, tied to its contact', async () => {
    const drive = fresh()
    const done = await actionOf('log_text').run(ctxOf(drive), input, 'key-9')
    const logged = drive.emulator.ledger.get('communications', done.ref)
    expect(logged.properties).toMatchObject({
      hs_communication_channel_type: 'SMS',
      hs_communication_logged_from: 'CRM',
      hs_timestamp: '2026-11-14T10:00:00Z',
    })
    expect(drive.emulator.ledger.tied('contacts', '81120', 'communications').map(([id]) => id)).toEqual([done.ref])
    expect(done).not.toHaveProperty('detail')
  })

  test('whose answer is lost is found among hundreds, and not done twice', async () => {
    const drive = fresh()
    const { ledger } = drive.emulator
    for (let each = 0; each < 250; each += 1) {
      const note = ledger.add('notes', {
        properties: { hs_note_body: `note ${each}` },
        at: drive.clock.now().getTime(),
      })
      ledger.tie('notes', note.id, 'contacts', '81120', { at: drive.clock.now().getTime(), quiet: true })
    }
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      if (request.method === 'POST' && request.url.endsWith('/notes')) throw new TypeError('fetch failed')
      return answer
    }
    const action = actionOf('log_note')
    expect(await action.find(ctxOf(drive), 'key-7', input)).toBeUndefined()
    expect(await caught(action.run(ctxOf(drive), input, 'key-7'))).toBeInstanceOf(RetryLater)
    expect(drive.emulator.writes()).toBe(1)
    expect(await action.find(ctxOf(drive), 'key-7', input)).toMatchObject({ ref: expect.any(String) as unknown })
    expect(await action.find(ctxOf(drive), 'key-8', input)).toBeUndefined()
  })

  test('is taken back by putting it into the archive', async () => {
    const drive = fresh()
    const action = actionOf('log_note')
    const done = await action.run(ctxOf(drive), input, 'key-1')
    await action.undo?.(ctxOf(drive), done, input)
    expect(drive.emulator.ledger.get('notes', done.ref).archivedAt).toBeDefined()
    await action.undo?.(ctxOf(drive), done, input)
  })
})
