import { AskCustomer, Refused, type Action, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { texts } from './by-id.ts'
import { byId } from './object-row.ts'
import { paths } from './paths.ts'
import { typeOf } from './properties.ts'
import { recordIn } from './record-in.ts'
import type { Config } from './schema.ts'
import { Id } from './values.ts'

export const LogActivity = z.object({
  object: z.enum(['contact', 'deal']),
  /** The record's key, as its facts have it: `48211903:81120`. */
  key: z.string().regex(/^\d+:\d+$/, 'a record’s key, such as 48211903:81120'),
  body: z.string().trim().min(1).max(60_000),
  /** When it happened. */
  at: z.iso.datetime(),
})
export type LogActivity = z.infer<typeof LogActivity>

interface Kind {
  title: string
  /** As a person says it. */
  noun: string
  path: string
  bodyProperty: string
  properties: Readonly<Record<string, string>>
  /** HubSpot's own numbers of the associations to each object. */
  associations: Readonly<Record<LogActivity['object'], number>>
}

const note: Kind = {
  title: 'Log a note',
  noun: 'a note',
  path: 'notes',
  bodyProperty: 'hs_note_body',
  properties: {},
  associations: { contact: 202, deal: 214 },
}

const text: Kind = {
  title: 'Log a text message',
  noun: 'a text message',
  path: 'communications',
  bodyProperty: 'hs_communication_body',
  properties: { hs_communication_channel_type: 'SMS', hs_communication_logged_from: 'CRM' },
  associations: { contact: 81, deal: 85 },
}

/** Ends what was logged, so that it is found again: HubSpot makes a second one of every repeated request. */
const marker = (idempotencyKey: string): string => `(Throughline ${idempotencyKey})`

const Created = z.looseObject({ id: Id })

/** Puts something onto the timeline of a contact or a deal. */
const logging = (kind: Kind): Action<Config, LogActivity> => ({
  title: kind.title,
  input: LogActivity,
  preview: async (ctx, input) => {
    const id = await recordIn(ctx, input.key)
    const path = paths.object(typeOf(input.object), id)
    const { status } = await ctx.http.get(path, {
      bucket: 'calls',
      query: { properties: 'hs_object_id' },
      accept: [404],
    })
    if (status === 404)
      throw new AskCustomer('the record is not there', { say: 'HubSpot no longer has this record.', field: 'key' })
    return {
      summary: `Adds ${kind.noun} to the timeline of ${input.object} ${id} in HubSpot.`,
      after: { at: input.at },
    }
  },
  run: async (ctx, input, idempotencyKey) => {
    const id = await recordIn(ctx, input.key)
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: kind.associations[input.object] }]
    try {
      const answer = await ctx.http.post(paths.objects(kind.path), {
        bucket: 'calls',
        again: false,
        json: {
          properties: {
            ...kind.properties,
            hs_timestamp: input.at,
            [kind.bodyProperty]: `${input.body}\n${marker(idempotencyKey)}`,
          },
          associations: [{ to: { id }, types }],
        },
      })
      return { ref: answer.json(Created).id }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      throw new AskCustomer(error.message, {
        say: `HubSpot did not take ${kind.noun}. Nothing was added.`,
        cause: error,
      })
    }
  },
  /** By the record's own list, which no index delays; newest first, because it was a moment ago. */
  find: async (ctx, idempotencyKey, input) => {
    const id = await recordIn(ctx, input.key)
    for (const some of await newestTied(ctx, typeOf(input.object), id, kind.path)) {
      const answer = await ctx.http.post(paths.batchRead(kind.path), {
        bucket: 'calls',
        json: { inputs: some.map((each) => ({ id: each })), properties: [kind.bodyProperty] },
        accept: [404],
      })
      if (answer.status === 404) continue
      const { results } = answer.json(Read)
      const ours = results.find(({ properties }) =>
        texts(properties)[kind.bodyProperty]?.includes(marker(idempotencyKey)),
      )
      if (ours) return { ref: ours.id }
    }
    return undefined
  },
  undo: async (ctx, done) => {
    await ctx.http.delete(paths.object(kind.path, done.ref), { bucket: 'calls', accept: [404] })
  },
})

const Read = z.object({
  results: z.array(z.looseObject({ id: Id, properties: z.record(z.string(), z.unknown()).default({}) })),
})
const Tied = z.object({
  results: z.array(
    z.object({
      to: z.array(z.looseObject({ toObjectId: Id })),
      paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
    }),
  ),
})
const atOnce = 100

/** All activities of a record, a hundred at a time, newest first. */
async function newestTied(ctx: Ctx<Config>, from: string, id: string, to: string): Promise<string[][]> {
  const ids: string[] = []
  for (let after: string | undefined, more = true; more;) {
    const input = after === undefined ? { id } : { id, after }
    const answer = await ctx.http.post(paths.associations(from, to), { bucket: 'calls', json: { inputs: [input] } })
    const { results } = answer.json(Tied)
    ids.push(...results.flatMap((result) => result.to.map(({ toObjectId }) => toObjectId)))
    after = results[0]?.paging?.next?.after
    more = after !== undefined
  }
  const sorted = [...new Set(ids)].sort((a, b) => byId(b, a))
  return Array.from({ length: Math.ceil(sorted.length / atOnce) }, (_, page) =>
    sorted.slice(page * atOnce, (page + 1) * atOnce),
  )
}

export const logNote = logging(note)
export const logText = logging(text)
