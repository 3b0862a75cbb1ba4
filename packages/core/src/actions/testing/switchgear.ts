import { apiKey, AskCustomer, defineConnector, Unsure } from '@throughline/connector-kit'
import { z } from 'zod'

/** A made-up source with things that can be switched and people that can be written to, whose line breaks on demand. */
const Secrets = z.object({ key: z.string().min(1) })
const Switch = z.object({ id: z.string().min(1), on: z.boolean() })
const Text = z.object({ to: z.string(), text: z.string() })
const Seen = z.object({ on: z.boolean() })
const Sent = z.object({ id: z.string(), before: z.boolean().optional() })

interface Before {
  before?: boolean
}

const path = (id: string) => `/things/${encodeURIComponent(id)}`

const undoing = async (put: (on: boolean) => Promise<unknown>, detail: unknown) => {
  await put(z.object({ before: z.boolean() }).parse(detail).before)
}

export const switchgear = defineConnector<object, z.infer<typeof Secrets>>({
  id: 'switchgear',
  name: 'Switchgear',
  config: z.object({}),
  auth: apiKey({ secrets: Secrets, key: ({ key }) => key }),
  http: { baseUrl: () => 'https://switchgear.example', limits: { all: { requests: 1_000, per: 'second' } } },
  check: async () => {},
  streams: () => ({}),
  actions: ({ action }) => ({
    switch: action({
      title: 'Switch',
      input: Switch,
      preview: async ({ http }, { id, on }) => {
        const answer = await http.get(path(id), { bucket: 'all', accept: [404] })
        if (answer.status === 404) throw new AskCustomer('no such thing', { say: `There is no thing called ${id}.` })
        const { on: before } = answer.json(Seen)
        return { summary: `Switches ${id} ${on ? 'on' : 'off'}.`, before, after: on }
      },
      run: async ({ http }, { id, on }, key) => {
        const json = { on, key }
        const { before } = (await http.put(path(id), { bucket: 'all', json, again: false })).json(Sent)
        return { ref: key, detail: { before } }
      },
      find: async ({ http }, key) => {
        const answer = await http.get(`/done/${key}`, { bucket: 'all', accept: [404, 409] })
        if (answer.status === 409) throw new Unsure('no record', { say: 'Switchgear cannot say whether it happened.' })
        return answer.status === 404 ? undefined : { ref: key, detail: { before: answer.json(Sent).before } }
      },
      undo: async ({ http }, { ref, detail }, { id }) => {
        const put = (on: boolean) => http.put(path(id), { bucket: 'all', json: { on, key: `undo ${ref}` } })
        await undoing(put, detail)
      },
      // What is switched off stands still, as a campaign does; what was off stood still before.
      paused: ({ id, on }, { detail }) => (!on && Sent.shape.before.parse((detail as Before).before) ? id : undefined),
    }),
    demolish: action({
      title: 'Demolish',
      input: Switch.pick({ id: true }),
      secondPerson: true,
      preview: async (_ctx, { id }) => ({ summary: `Demolishes ${id} for ever.` }),
      run: async (_ctx, _input, key) => ({ ref: key }),
      find: async () => undefined,
    }),
    text: action({
      title: 'Send a text',
      input: Text,
      recipient: ({ to }) => ({ channel: 'sms', phone: to }),
      preview: async () => ({ summary: 'Sends one text.' }),
      run: async ({ http }, { to }, key) => {
        await http.post('/texts', { bucket: 'all', json: { to, key }, again: false })
        return { ref: key }
      },
      find: async ({ http }, key) => {
        const answer = await http.get(`/done/${key}`, { bucket: 'all', accept: [404] })
        return answer.status === 404 ? undefined : { ref: key }
      },
    }),
  }),
})

/** What the line does with the next change: answers; hears it and says nothing; does not hear it; hears it and the listener dies. */
export type Line = 'fine' | 'heard, no answer' | 'not heard'

export function createSwitchgear() {
  const things = new Map<string, boolean>([['lamp', false]])
  const done = new Map<string, { before: boolean | undefined }>()
  const texts: string[] = []
  let next: Line = 'fine'
  let changes = 0
  let forgetful = false

  async function change(request: Request, pathname: string): Promise<Response> {
    const line = next
    next = 'fine'
    if (line === 'not heard') throw new TypeError('fetch failed')
    const body = z
      .object({ on: z.boolean().optional(), to: z.string().optional(), key: z.string() })
      .parse(await request.json())
    const id = decodeURIComponent(pathname.split('/')[2] ?? '')
    const before = things.get(id)
    if (body.on !== undefined) things.set(id, body.on)
    if (body.to !== undefined) texts.push(body.to)
    changes += 1
    done.set(body.key, { before })
    if (line === 'heard, no answer') throw new TypeError('fetch failed')
    return Response.json({ id, before })
  }

  return {
    things,
    texts,
    changes: () => changes,
    line: (what: Line) => void (next = what),
    forget: () => void (forgetful = true),
    fetch: async (request: Request): Promise<Response> => {
      const { pathname } = new URL(request.url)
      if (request.method !== 'GET') return change(request, pathname)
      const [, kind, id = ''] = pathname.split('/').map(decodeURIComponent)
      if (kind === 'things') {
        const on = things.get(id)
        return on === undefined ? new Response('{}', { status: 404 }) : Response.json({ on })
      }
      if (forgetful) return new Response('{}', { status: 409 })
      const found = done.get(id)
      return found ? Response.json({ id, ...found }) : new Response('{}', { status: 404 })
    },
  }
}
