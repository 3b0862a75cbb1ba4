import { Refused, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { bucket, version } from './quo.ts'
import type { Config, Secrets } from './schema.ts'

const Id = z.union([z.string(), z.number()]).transform(String)
const Hook = z.looseObject({ id: Id, url: z.string() })
const List = z.union([z.looseObject({ data: z.array(Hook) }), z.array(Hook).transform((data) => ({ data }))])
const Key = z.looseObject({ key: z.string().startsWith('whsec_') })
const Made = z.union([z.looseObject({ data: Key }), Key.transform((data) => ({ data }))])

/** All that names a record of ours; a workspace whose webhooks know fewer kinds gets those that all know. */
const wanted = [
  ...['message.received', 'message.delivered', 'message.failed', 'message.undelivered'],
  ...['call.completed', 'contact.updated'],
]
const sure = ['message.received', 'message.delivered', 'contact.updated']

/**
 * Registers our address, and answers the key that its deliveries are signed with: it is shown once, when the webhook is made. One that
 * is there already, of an attempt whose answer was lost, gets a new key. Where a key is held, somebody has done it.
 */
export async function subscribe(
  { http }: Ctx<Config>,
  urls: Readonly<Record<string, string>>,
  held: Secrets,
): Promise<Partial<Secrets> | undefined> {
  const url = urls['events']
  if (url === undefined || held.webhookKey !== '') return undefined
  // The pages on webhooks write the header with an `x-`, those on the rest without.
  const headers = { 'quo-api-version': version, 'x-quo-api-version': version }
  const post = async (path: string, json: object) => {
    const answer = await http.post(path, { bucket, headers, json, again: false })
    return { webhookKey: answer.json(Made).data.key }
  }
  const { data } = (await http.get('/webhooks', { bucket, headers })).json(List)
  const there = data.find((hook) => hook.url === url)
  if (there) return post(`/webhooks/${encodeURIComponent(there.id)}/rotate`, {})
  const make = (events: readonly string[]) => post('/webhooks', { url, events, label: 'Throughline' })
  return make(wanted).catch((error: unknown) => {
    if (error instanceof Refused) return make(sure)
    throw error
  })
}
