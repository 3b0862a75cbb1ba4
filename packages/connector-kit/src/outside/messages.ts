import { z } from 'zod'
import { CarriedError } from './carried-error.ts'
import { FlatShape, name } from './flat-schema.ts'
import { headerName, Recipe } from './recipe.ts'

/** What the child may say at all: it answers what it was asked, and asks for what only its keeper can do. */
export const FromChild = z.union([
  /** What is ours is loaded: from here on it is the package's turn. */
  z.object({ ready: z.literal(true) }),
  z.object({ answer: z.number().int(), value: z.unknown() }),
  z.object({ answer: z.number().int(), error: CarriedError }),
  z.object({ ask: z.number().int(), scope: z.number().int(), what: z.string().max(20), given: z.unknown() }),
])

/** What the child is told. `now` is the time as far as it is concerned. */
export type ToChild =
  | { call: number; scope: number; name: string; given: unknown; now: number }
  | { reply: number; value: unknown; now: number }
  | { reply: number; error: CarriedError; now: number }
  /** The work of this scope is to end. */
  | { stop: number }

const title = z.string().min(1).max(80)
const count = z.number().int().positive().max(1_000_000)

/** What a package says of its connector: data, nothing that runs. */
export const Description = z.object({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    .max(40),
  name: title,
  config: FlatShape,
  secrets: FlatShape,
  recipe: Recipe,
  limits: z.record(
    name,
    z.object({ requests: count, per: z.union([z.enum(['second', 'minute', 'hour']), z.number().positive()]) }),
  ),
  classifies: z.boolean(),
  tellsUsage: z.boolean(),
  streams: z.record(
    name,
    z.object({
      title,
      rank: z.number().min(0).max(1_000),
      polled: z.boolean(),
      rewinds: z.boolean(),
      fetches: z.boolean(),
      counts: z.boolean(),
      fetchAtOnce: count.optional(),
      everyMinutes: z.number().positive().optional(),
      drift: z.enum(['evolve', 'freeze', 'quarantine']).optional(),
    }),
  ),
  webhooks: z.record(name, z.object({ title, credentials: z.array(name).max(10) })),
  actions: z.record(
    name,
    z.object({
      title,
      input: FlatShape,
      undoes: z.boolean(),
      reaches: z.boolean(),
      secondPerson: z.boolean(),
      repeatable: z.boolean(),
      undoMinutes: z.number().positive().optional(),
    }),
  ),
})
export type Description = z.infer<typeof Description>

/** A cursor or the like: JSON of a bounded size, in characters. */
export const Small = z.json().refine((value) => JSON.stringify(value).length <= 65_536, 'too large')

const Issues = z
  .array(z.object({ path: z.string().max(300), message: z.string().max(300) }))
  .min(1)
  .max(100)
const Day = z.iso.date()
const Money = z.object({ minor: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) })
// A NUL is no part of any text that the database holds.
const Key = z
  .string()
  .min(1)
  .max(500)
  .refine((key) => !key.includes('\0'), 'a NUL')

/** What the child made of one row; the records are checked apart, one by one. */
export const MappedRow = z.union([
  z.object({
    key: Key,
    records: z.array(z.unknown()).max(1_000),
    revision: z.number().optional(),
    foreign: z.string().max(300).optional(),
    tally: z.object({ day: Day.optional(), sum: Money.optional(), gone: z.boolean().optional() }).optional(),
  }),
  z.object({ issues: Issues, key: Key.optional(), malformed: z.boolean().optional() }),
])
export type MappedRow = z.infer<typeof MappedRow>

const mostRows = 50_000
/** Rows and what was made of each, in the same order. */
export const MappedRows = z
  .object({ rows: z.array(z.unknown()).max(mostRows), mapped: z.array(MappedRow).max(mostRows) })
  .refine(({ rows, mapped }) => rows.length === mapped.length, 'as many answers as rows')

export const Page = z
  .object({
    page: MappedRows,
    also: z.record(name, MappedRows).optional(),
    next: Small,
    progress: z.object({ done: z.number(), of: z.number() }).optional(),
    last: z.literal(true).optional(),
  })
  .nullable()

export const Totals = z
  .array(z.object({ day: Day.optional(), count: z.int().optional(), sum: Money.optional() }))
  .max(20_000)

export const Accounts = z
  .array(
    z.object({
      id: z.string().min(1).max(200),
      name: z.string().max(200),
      currency: z.string().max(3).optional(),
      zone: z.string().max(60).optional(),
    }),
  )
  .max(1_000)

export const Received = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal(['unknown', 'refused', 'accepted']) }),
  z.object({
    outcome: z.literal('malformed'),
    status: z.literal([400, 413]),
    detail: z.string().max(300),
    field: z.string().max(300).optional(),
  }),
  /** Plain text alone: a page of another's making has no place on our address. */
  z.object({
    outcome: z.literal('handshake'),
    status: z.number().int().min(200).max(499),
    text: z.string().max(4_096),
  }),
])

export const Apart = z.union([
  z.object({ detail: z.string().max(300), field: z.string().max(300).optional() }),
  z.object({
    delivered: z
      .array(
        z.object({
          stream: name,
          key: Key.optional(),
          raw: z.unknown().optional(),
          part: z.object({ raw: z.string().max(300), body: z.string().max(300) }).optional(),
          mapped: MappedRow.optional(),
        }),
      )
      .max(mostRows),
  }),
])

export const Judged = z
  .union([
    z.enum(['ok', 'retry', 'ask', 'refused', 'changed']),
    z.object({
      verdict: z.enum(['ok', 'retry', 'ask', 'refused', 'changed']),
      waitMs: z.number().min(0).max(86_400_000).optional(),
      throttled: z.boolean().optional(),
      say: z.string().max(300).optional(),
      renew: z.literal(false).optional(),
    }),
  ])
  .nullable()

export const Usages = z
  .array(
    z.object({
      name: z.string().max(60),
      used: z.number().min(0).max(1_000),
      bucket: name.optional(),
      restMs: z.number().min(0).max(86_400_000).optional(),
    }),
  )
  .max(20)

export const Previewed = z.object({
  summary: z.string().min(1).max(500),
  before: Small.optional(),
  after: Small.optional(),
  nothing: z.literal(true).optional(),
})
export const Did = z.object({ ref: z.string().min(1).max(300), detail: Small.optional() })
export const Reaches = z.object({
  channel: z.enum(['sms', 'email', 'call']),
  phone: z.string().max(60).optional(),
  email: z.string().max(320).optional(),
})

const words = z.record(z.string().max(200), z.string().max(100_000))
/** The one way out: a request as a connector may ask for it. */
export const AskedRequest = z.object({
  method: z.enum(['get', 'post', 'patch', 'put', 'delete']),
  path: z.string().max(8_192),
  options: z.object({
    bucket: name.optional(),
    query: words.optional(),
    json: z.unknown().optional(),
    form: words.optional(),
    headers: z.record(z.string().toLowerCase().pipe(headerName), z.string().max(4_096)).optional(),
    accept: z.array(z.int()).max(50).optional(),
    again: z.boolean().optional(),
    timeoutMs: z.number().positive().max(120_000).optional(),
  }),
})
export const AskedDownload = z.object({
  url: z.url().max(8_192),
  name: z.string().min(1).max(300),
  timeoutMs: z.number().positive().max(600_000).optional(),
})
export const AskedSpool = z.object({ name: z.string().min(1).max(300) })
export const AskedPiece = z.object({
  name: z.string().min(1).max(300),
  length: z
    .int()
    .positive()
    .max(1 << 20),
  position: z.int().min(0),
})
