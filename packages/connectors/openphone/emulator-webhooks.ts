import { z } from 'zod'

const Body = z.object({
  url: z.url({ protocol: /^https$/ }),
  events: z.array(z.string()).min(1),
  label: z.string().optional(),
})
const known = ['message.received', 'message.delivered', 'call.summary.completed', 'call.transcript.completed']
const more = ['contact.updated', 'contact.deleted']

export interface EmulatedHook {
  id: string
  url: string
  events: string[]
  key: string
}

/** The webhooks of a workspace. Their key is told once, when it is made. */
export class EmulatedWebhooks {
  readonly hooks: EmulatedHook[] = []
  /** Events of calls and failures came later: an older workspace refuses what it does not know. */
  knowsAll = true
  /** The next one is made, and the answer is a 500. */
  makeThenFail = false
  #keys = 0

  answer(method: string, path: readonly string[], body: unknown): { status: number; json?: unknown } {
    const [id, verb] = path
    const shown = ({ key: _, ...hook }: EmulatedHook) => hook
    if (method === 'GET' && id === undefined) return { status: 200, json: { data: this.hooks.map(shown) } }
    const key = `whsec_${Buffer.from(`emulated webhook key ${(this.#keys += 1)} of a workspace`).toString('base64')}`
    if (method === 'POST' && verb === 'rotate') {
      const hook = this.hooks.find((each) => each.id === id)
      if (hook) hook.key = key
      return hook ? { status: 200, json: { data: hook } } : { status: 404 }
    }
    const parsed = Body.safeParse(body)
    if (method !== 'POST' || !parsed.success) return { status: 400 }
    const { url, events } = parsed.data
    if (!this.knowsAll && events.some((event) => ![...known, ...more].includes(event))) return { status: 400 }
    const hook = { id: String(140 + this.hooks.length), url, events, key }
    this.hooks.push(hook)
    if (!this.makeThenFail) return { status: 201, json: { data: hook } }
    this.makeThenFail = false
    return { status: 500 }
  }
}
