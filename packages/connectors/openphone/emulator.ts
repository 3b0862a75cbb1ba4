import type { Account, RawRequest } from '@throughline/connector-kit'
import {
  createFaults,
  faulty,
  type Delivery,
  type Emulator,
  type EmulatorOptions,
} from '@throughline/connector-kit/testing'
import { createApi, type ApiState } from './emulator-api.ts'
import { emptyWorkspace, seedWorkspace, type EmulatedWorkspace } from './emulator-ledger.ts'
import { callRow, contactRow, numberRow, textRow } from './emulator-rows.ts'
import { EmulatedWebhooks } from './emulator-webhooks.ts'
import type { Config, Secrets } from './schema.ts'
import { sign as signed } from './signatures.ts'

export * from './emulator-ledger.ts'
export type { ApiState } from './emulator-api.ts'

export interface OpenPhoneEmulatorOptions extends EmulatorOptions {
  secrets?: Secrets
  backfillFrom?: string
  organization?: { id: string; name: string }
  /** Nothing in its books but what is added. */
  empty?: true
}

export interface OpenPhoneEmulator extends Emulator<Config, Secrets>, ApiState {
  workspace: EmulatedWorkspace
  accounts: readonly Account[]
  sign(kind: string, payload: unknown, secrets?: Secrets): RawRequest
  deliveries(): Delivery[]
  /** The delivery that tells of a text, a call or a contact as the current scheme writes it, signed. */
  webhookFor(type: string, id: string): Delivery
}

const seedSecrets: Secrets = {
  apiKey: 'emulated-workspace-key',
  webhookKey: `whsec_${Buffer.from('an emulated webhook key 1').toString('base64')}`,
  legacyWebhookKey: Buffer.from('an emulated legacy key 1').toString('base64'),
}
const badSecrets: Secrets = {
  apiKey: 'wrong-key',
  webhookKey: `whsec_${Buffer.from('a wrong webhook key').toString('base64')}`,
  legacyWebhookKey: Buffer.from('a wrong legacy key').toString('base64'),
}

/** OpenPhone (Quo): both surfaces, both webhook generations, over one workspace that moves with the clock. */
export function createEmulator(options: OpenPhoneEmulatorOptions): OpenPhoneEmulator {
  const { clock } = options
  const now = () => clock.now().getTime()
  const good = options.secrets ?? seedSecrets
  const faults = createFaults()
  let writes = 0
  let added = 0
  let events = 0
  const organization = options.organization ?? { id: 'OR77', name: 'Example workspace' }
  const answer = createApi({
    ...{ state: () => emulator, key: () => good.apiKey, now, organization },
    wrote: () => void (writes += 1),
  })

  function add(stream: string, broken: boolean): string {
    added += 1
    const at = now() - 20 * 3_600_000
    const flag = broken ? { broken } : {}
    const { workspace } = emulator
    const other = '+13145550190'
    if (stream === 'messages') {
      const id = `AClate${added}`
      workspace.texts.push({ id, at, direction: 'outgoing', other, text: 'Late', numberId: 'PN1', ...flag })
      return id
    }
    if (stream === 'calls') {
      const id = `ACcall${added}`
      workspace.calls.push({
        id,
        at,
        direction: 'incoming',
        other,
        numberId: 'PN1',
        status: 'completed',
        seconds: 5,
        ...flag,
      })
      return id
    }
    if (stream === 'contacts') {
      const id = `ctlate${added}`
      workspace.contacts.push({ id, firstName: 'Late', lastName: 'Example', phone: other, at, ...flag })
      return id
    }
    const id = `PNlate${added}`
    workspace.numbers.push({ id, number: '+13145550198', name: 'Late line', at, ...flag })
    return id
  }

  const event = (type: string, resource: object): object => ({
    id: `EV${(events += 1)}`,
    apiVersion: '2026-03-30',
    createdAt: clock.now().toISOString(),
    type,
    data: {
      resource,
      context: { orgId: organization.id, contacts: { ids: [], lookupStatus: 'unavailable' } },
      links: {},
    },
  })

  const emulator: OpenPhoneEmulator = {
    workspace: options.empty ? emptyWorkspace() : seedWorkspace(now()),
    limits: 'on',
    sending: 'ok',
    sendThenFail: false,
    revoked: false,
    cursorsExpire: false,
    errors: 'wrapped',
    expired: false,
    webhooks: new EmulatedWebhooks(),
    faults,
    proof: 'body and time',
    accounts: [organization],
    config: { backfillFrom: options.backfillFrom ?? '2026-07-01', phoneNumberIds: [] },
    secrets: { good, bad: badSecrets },
    fetch: (request) => {
      const fault = faults.take(request)
      return fault ? faulty(fault, request, () => answer(request)) : answer(request)
    },
    rows: () => {
      const { texts, calls, contacts, numbers } = emulator.workspace
      const whole = <T extends { broken?: boolean; at: number }>(list: T[]) =>
        list.filter((each) => !each.broken && each.at <= now())
      return {
        messages: whole(texts).map((text) => textRow(text, emulator.workspace, now())),
        calls: whole(calls).map((call) => callRow(call, emulator.workspace)),
        contacts: whole(contacts).map(contactRow),
        phone_numbers: whole(numbers).map(numberRow),
      }
    },
    addLateRow: (stream) => add(stream, false),
    addMalformedRow: (stream) => void add(stream, true),
    writes: () => writes,
    actions: { send_text: { from: 'PN1', to: '+13145550123', text: 'Your quote is ready.' } },
    sign: (kind, payload, secrets = good) => {
      const body = Buffer.from(JSON.stringify(payload))
      const headers = new Headers({ 'content-type': 'application/json' })
      if (kind === 'legacy') {
        const at = String(now())
        headers.set('openphone-signature', `hmac;1;${at};${signed(secrets.legacyWebhookKey, `${at}.`, body)}`)
      } else {
        const [id, seconds] = [`msg_${(events += 1)}`, String(Math.floor(now() / 1_000))]
        const signature = signed(secrets.webhookKey.replace(/^whsec_/, ''), `${id}.${seconds}.`, body)
        headers.set('webhook-id', id)
        headers.set('webhook-timestamp', seconds)
        // While a key is being changed there are two; the second is ours.
        headers.set('webhook-signature', `v1,${Buffer.from('of the key before').toString('base64')} v1,${signature}`)
      }
      return { method: 'POST', url: `https://receiver.example/hooks/openphone/connection/${kind}`, headers, body }
    },
    webhookFor: (type, id) => {
      const payload = event(type, { id })
      return { kind: 'events', payload, request: emulator.sign('events', payload) }
    },
    deliveries: () => {
      const { texts, calls, contacts } = emulator.workspace
      const old = (type: string, object: object) => {
        const payload = { id: `EVold${(events += 1)}`, object: 'event', apiVersion: 'v4', type, data: { object } }
        return { kind: 'legacy', payload, request: emulator.sign('legacy', payload) }
      }
      return [
        ...texts
          .slice(-8)
          .map(({ id, direction }) =>
            emulator.webhookFor(direction === 'incoming' ? 'message.received' : 'message.delivered', id),
          ),
        ...calls.map(({ id }) => emulator.webhookFor('call.completed', id)),
        ...contacts.slice(0, 3).map(({ id }) => emulator.webhookFor('contact.updated', id)),
        ...texts.slice(0, 3).map(({ id }) => old('message.received', { id, body: 'Hello', to: '+13145550100' })),
        ...calls.slice(0, 1).map(({ id }) => old('call.summary.completed', { callId: id })),
      ]
    },
  }
  return emulator
}
