import { AskCustomer, Refused, Unsure, type Action, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { texts } from './by-id.ts'
import { paths } from './paths.ts'
import { checkProperties, typeOf } from './properties.ts'
import { recordIn } from './record-in.ts'
import type { Config } from './schema.ts'

/** What names a person or finds one: never written from here, and never kept as what an action did. */
const personal =
  /^(hs_additional_emails|email|firstname|lastname|phone|mobilephone|fax|address|city|zip|jobtitle|date_of_birth|hs_object_id|.*(email|phone|address))$/

export const WriteFields = z.object({
  object: z.enum(['contact', 'company', 'deal']),
  /** The record's key, as its facts have it: `48211903:81120`. */
  key: z.string().regex(/^\d+:\d+$/, 'a record’s key, such as 48211903:81120'),
  /** New values by property; null empties it. */
  values: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/, 'the internal name of a HubSpot property')
        .refine((name) => !personal.test(name), 'a property that names a person is not written from here'),
      z.union([z.string().max(65_536), z.number(), z.boolean(), z.null()]),
    )
    .refine((values) => Object.keys(values).length > 0, 'at least one property')
    .refine((values) => Object.keys(values).length <= 50, 'at most fifty properties at once'),
})
export type WriteFields = z.infer<typeof WriteFields>

type Values = Record<string, string | null>
const Written = z.object({ before: z.record(z.string(), z.string().nullable()) })
const Record_ = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  propertiesWithHistory: z
    .record(z.string(), z.array(z.looseObject({ value: z.string().nullish(), timestamp: z.string() })))
    .optional(),
})

export const writeFields: Action<Config, WriteFields> = {
  title: 'Write fields',
  input: WriteFields,
  preview: async (ctx, input) => {
    const wanted = wantedOf(input)
    await checkProperties(ctx, input.object, wanted)
    const before = await current(ctx, input)
    const names = Object.keys(wanted).filter((name) => wanted[name] !== before[name])
    const what = `${input.object} ${input.key.split(':')[1]}`
    return {
      summary:
        names.length === 0
          ? `HubSpot already has these values for ${what}.`
          : `Writes ${names.join(', ')} to ${what} in HubSpot.`,
      before,
      after: wanted,
      ...(names.length === 0 ? { nothing: true as const } : {}),
    }
  },
  run: async (ctx, input) => {
    const wanted = wantedOf(input)
    const before = await current(ctx, input)
    await write(ctx, input, wanted)
    return { ref: input.key, detail: { before, after: wanted } }
  },
  /** What HubSpot has now decides: the old values are in its history. */
  find: async (ctx, _key, input) => {
    const wanted = wantedOf(input)
    const record = await read(ctx, input, Object.keys(wanted))
    const now = valuesIn(record, Object.keys(wanted))
    if (Object.keys(wanted).some((name) => wanted[name] !== now[name])) return undefined
    const before = Object.fromEntries(Object.entries(now).map(([name, value]) => [name, previous(record, name, value)]))
    return { ref: input.key, detail: { before, after: wanted } }
  },
  undo: async (ctx, done, input) => {
    const { before } = Written.parse(done.detail)
    const now = await current(ctx, input)
    const wanted = wantedOf(input)
    const changed = Object.keys(wanted).filter((name) => now[name] !== wanted[name] && now[name] !== before[name])
    if (changed.length > 0)
      throw new AskCustomer('the values were changed since', {
        say: `Somebody has changed ${changed.join(', ')} in HubSpot since. Nothing was taken back; look at the record there.`,
      })
    await write(ctx, input, before)
  },
}

/** HubSpot keeps all values as text. */
const wantedOf = ({ values }: WriteFields): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null || value === '' ? null : String(value)]),
  )

async function current(ctx: Ctx<Config>, input: WriteFields): Promise<Values> {
  const names = Object.keys(input.values)
  return valuesIn(await read(ctx, input, names), names)
}

async function read(ctx: Ctx<Config>, input: WriteFields, names: readonly string[]): Promise<z.infer<typeof Record_>> {
  const answer = await ctx.http.get(paths.object(typeOf(input.object), await recordIn(ctx, input.key)), {
    bucket: 'calls',
    query: { properties: names.join(','), propertiesWithHistory: names.join(',') },
    accept: [404],
  })
  if (answer.status !== 404) return answer.json(Record_)
  throw new AskCustomer('the record is not there', {
    say: 'HubSpot no longer has this record: it was deleted or merged into another one.',
  })
}

function valuesIn({ properties }: z.infer<typeof Record_>, names: readonly string[]): Values {
  const said = texts(properties)
  return Object.fromEntries(names.map((name) => [name, said[name] || null]))
}

/** What it was before it became `now`; HubSpot lists versions newest first. */
function previous({ propertiesWithHistory }: z.infer<typeof Record_>, name: string, now: string | null): string | null {
  const versions = [...(propertiesWithHistory?.[name] ?? [])].sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1))
  const before = versions.find(({ value }) => (value || null) !== now)
  return before?.value || null
}

async function write(ctx: Ctx<Config>, input: WriteFields, values: Values): Promise<void> {
  const left = await patch(ctx, input, values)
  if (left.length === 0) return
  // A lifecycle stage only moves forward by itself: to go back it is emptied first.
  const stuck = left.filter((name) => name === 'lifecyclestage')
  if (stuck.length > 0) await patch(ctx, input, { lifecyclestage: null })
  const still = stuck.length > 0 ? await patch(ctx, input, values) : left
  if (still.length > 0)
    throw new Unsure('HubSpot took the values and kept others', {
      say: `HubSpot did not keep what was written to ${still.join(', ')}. Look at the record in HubSpot.`,
    })
}

/** @returns the properties that have another value afterwards, as HubSpot answers. */
async function patch(ctx: Ctx<Config>, input: WriteFields, values: Values): Promise<string[]> {
  const properties = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']))
  const path = paths.object(typeOf(input.object), await recordIn(ctx, input.key))
  try {
    const answer = await ctx.http.patch(path, { bucket: 'calls', json: { properties } })
    const now = texts(answer.json(Record_).properties)
    // A value that is not told was not refused.
    return Object.keys(values).filter((name) => name in now && !isSame(now[name], values[name] ?? null))
  } catch (error) {
    throw error instanceof Refused ? inWords(error) : error
  }
}

/** HubSpot writes numbers in its own way. */
function isSame(now: string | undefined, wanted: string | null): boolean {
  if ((now || null) === wanted) return true
  return wanted !== null && now !== undefined && now !== '' && Number(now) === Number(wanted)
}

const Refusal = z.looseObject({
  errors: z.array(z.looseObject({ in: z.string().optional(), code: z.string().optional() })).optional(),
})

/** Since version 2026-09 the account's own rules for values hold for us as well. */
function inWords(refused: Refused): Error {
  const errors = Refusal.safeParse(safeJson(refused.body)).data?.errors ?? []
  const named = errors.flatMap(({ in: name, code }) =>
    name && /^\w+$/.test(name) ? [code ? `${name} (${code})` : name] : [],
  )
  return new AskCustomer(refused.message, {
    say: `HubSpot did not accept ${named.length > 0 ? `the value for ${named.join(', ')}` : 'these values'}. Nothing was written.`,
    cause: refused,
  })
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
