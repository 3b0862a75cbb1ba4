import { z } from 'zod'
import { GraphRefusal } from './emulator-answer.ts'

const dayMs = 86_400_000
const remembersMs = 2 * dayMs

const hashed = z.array(z.string().regex(/^[0-9a-f]{64}(\.[A-Za-z0-9_-]{2,8})?$/)).min(1)
const User = z.strictObject({
  ...Object.fromEntries(
    ['em', 'ph', 'fn', 'ln', 'ct', 'st', 'zp', 'country', 'db', 'ge', 'external_id'].map((name) => [
      name,
      hashed.optional(),
    ]),
  ),
  client_ip_address: z.string().optional(),
  client_user_agent: z.string().optional(),
  fbc: z
    .string()
    .regex(/^fb\.\d\.\d+\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]{2,8})?$/)
    .optional(),
  fbp: z
    .string()
    .regex(/^fb\.\d\.\d+\.\d+(\.[A-Za-z0-9_-]{2,8})?$/)
    .optional(),
})
const Event = z.strictObject({
  event_name: z.string(),
  event_time: z.number().int(),
  event_id: z.string().min(1),
  action_source: z.enum([
    'website',
    'email',
    'app',
    'phone_call',
    'chat',
    'physical_store',
    'system_generated',
    'other',
  ]),
  event_source_url: z.url().optional(),
  user_data: User,
  custom_data: z.strictObject({
    currency: z.string().length(3).optional(),
    value: z.number().optional(),
    order_id: z.string().optional(),
    content_category: z.string().optional(),
  }),
  data_processing_options: z.array(z.literal('LDU')).optional(),
  data_processing_options_country: z.number().optional(),
  data_processing_options_state: z.number().optional(),
})
export type ReceivedEvent = z.infer<typeof Event>
const Body = z.object({ data: z.array(z.unknown()).min(1).max(1_000), test_event_code: z.string().optional() })

/** What arrived, by dataset, name and id: a repeat within 48 hours is dropped. */
export class EmulatedConversions {
  readonly received = new Map<string, { event: ReceivedEvent; at: number }>()
  readonly tests: ReceivedEvent[] = []
  /** Dropped as repeats. */
  repeats = 0
  /** Requests refused whole. */
  refused = 0

  /** @throws GraphRefusal for the whole of it where one event is bad */
  receive(dataset: string, json: unknown, now: Date): { events_received: number; messages: []; fbtrace_id: string } {
    const body = Body.safeParse(json)
    const bad = (message: string, subcode: number) => {
      this.refused += 1
      return new GraphRefusal({ code: 100, subcode, message: `(#100) ${message}` })
    }
    if (!body.success) throw bad('Invalid parameter', 2_804_000)
    const events = body.data.data.map((one) => Event.safeParse(one))
    const whole = events.flatMap(({ data }) => data ?? [])
    if (whole.length < events.length) throw bad('Invalid event', 2_804_050)
    for (const event of whole) {
      const problem = problemOf(event, now)
      if (problem) throw bad(problem, 2_804_003)
    }
    if (body.data.test_event_code !== undefined) this.tests.push(...whole)
    else for (const event of whole) this.#keep(dataset, event, now.getTime())
    return { events_received: whole.length, messages: [], fbtrace_id: 'A1b2' }
  }

  #keep(dataset: string, event: ReceivedEvent, now: number): void {
    const name = `${dataset}/${event.event_name}/${event.event_id}`
    const before = this.received.get(name)
    if (before && now - before.at < remembersMs) {
      this.repeats += 1
      return
    }
    const again = before ? `${name}/again at ${now}` : name
    this.received.set(again, { event, at: now })
  }
}

function problemOf(event: ReceivedEvent, now: Date): string | undefined {
  const at = event.event_time * 1_000
  if (at < now.getTime() - 7 * dayMs) return 'event_time is more than 7 days in the past'
  if (at > now.getTime() + 60_000) return 'event_time is in the future'
  const { client_user_agent: agent } = event.user_data
  if (event.action_source === 'website' && (!agent || !event.event_source_url))
    return 'website events need their browser'
  const { currency, value = 0 } = event.custom_data
  if (event.event_name === 'Purchase' && (!currency || value <= 0)) return 'Purchase needs currency and value'
  return undefined
}
