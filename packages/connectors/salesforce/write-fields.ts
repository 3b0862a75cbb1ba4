import { AskCustomer, type Action, type Ctx, type Done, type Effect } from '@throughline/connector-kit'
import { z } from 'zod'
import { sayOf, write } from './collections.ts'
import { describe, kindOf } from './describe.ts'
import { idIn } from './ids.ts'
import { fromRest, toRow, type Field } from './normal-form.ts'
import { orgOf, type Org } from './org.ts'
import { everyRow, type SObject } from './query.ts'
import type { Config } from './schema.ts'
import { idsAtOnce, oneOf, pieces } from './soql.ts'

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()])
type Values = Record<string, z.infer<typeof Value>>

export const WriteFields = z.object({
  object: z.enum(['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign', 'CampaignMember']),
  records: z
    .array(
      z.object({
        /** The record's key, or Salesforce's own id. */
        id: z.string().trim().min(1),
        /** By the field's API name; null leaves it blank. */
        fields: z
          .record(z.string().regex(/^[A-Za-z]\w*$/, 'the API name of a field'), Value)
          .refine((fields) => Object.keys(fields).length > 0, 'at least one field'),
      }),
    )
    .min(1)
    .max(2_000)
    .refine((records) => new Set(records.map(({ id }) => id)).size === records.length, 'each record once'),
})
export type WriteFields = z.infer<typeof WriteFields>

/** Of people: never written by us, so that no action's record holds any of it. */
const personalTypes = new Set(['email', 'phone', 'address', 'encryptedstring'])
const personalNames =
  /^(Salutation|FirstName|MiddleName|LastName|Suffix|Name|Birthdate|Title|Company|Description|.*Street|.*PostalCode)$/

/** One record as it stands and as it is to be, in one form. */
interface Change {
  id: string
  before: Values
  after: Values
}

/** What `undo` needs. */
const Detail = z.looseObject({ before: z.record(z.string(), z.record(z.string(), Value)) })

export const writeFields: Action<Config, WriteFields> = {
  title: 'Write fields',
  input: WriteFields,

  async preview(ctx, input): Promise<Effect> {
    const changes = await plan(ctx, input)
    const differing = changes.filter(differs)
    const names = new Set(differing.flatMap(({ before, after }) => changed(before, after)))
    return {
      summary:
        differing.length === 0
          ? `Nothing would change: ${things(changes.length, input.object)} already stand so.`
          : `Changes ${[...names].sort().join(', ')} of ${things(differing.length, input.object)} in Salesforce.`,
      before: Object.fromEntries(changes.map(({ id, before }) => [id, before])),
      after: Object.fromEntries(changes.map(({ id, after }) => [id, after])),
      ...(differing.length === 0 ? { nothing: true as const } : {}),
    }
  },

  async run(ctx, input): Promise<Done> {
    const differing = (await plan(ctx, input)).filter(differs)
    return { ref: refOf(input), detail: await apply(ctx, input.object, differing) }
  },

  /** Salesforce's own state decides: where every field stands as it should, it was done. */
  async find(ctx, _key, input) {
    const changes = await plan(ctx, input)
    return changes.some(differs) ? undefined : { ref: refOf(input) }
  },

  async undo(ctx, done, input) {
    const detail = Detail.safeParse(done.detail)
    if (!detail.success)
      throw new AskCustomer('what stood there before is not known', {
        say: 'This cannot be taken back: what stood in Salesforce before was lost in an interruption.',
      })
    const records = input.records.flatMap(({ id, fields }) => {
      const before = Object.entries(detail.data.before).find(
        ([known]) => id.endsWith(known) || known.startsWith(id),
      )?.[1]
      return before ? [{ id, fields, before }] : []
    })
    const now = await plan(ctx, { ...input, records })
    const back = now.flatMap((change, index) => {
      const before = records[index]?.before ?? {}
      // What somebody changed since is theirs.
      const ours = Object.keys(before).filter((name) => change.before[name] === change.after[name])
      return ours.length === 0 ? [] : [{ ...change, after: pick(before, ours) }]
    })
    await apply(ctx, input.object, back)
  },
}

/** Reads how records stand and puts what is wanted into the same form. @throws AskCustomer where it cannot be written */
async function plan(ctx: Ctx<Config>, { object, records }: WriteFields): Promise<Change[]> {
  const org = await orgOf(ctx)
  const names = [...new Set(records.flatMap(({ fields }) => Object.keys(fields)))]
  const fields = await writable(ctx, object, names)
  const ids = records.map(({ id }) => {
    const found = idIn(org, id)
    if (found !== undefined) return found
    throw new AskCustomer('an id of another org', { say: 'One of these records is not of this Salesforce org.' })
  })
  const standing = await current(ctx, org, object, fields, ids)
  return records.map(({ fields: wanted }, index) => {
    const id = ids[index] ?? ''
    const stands = standing.get(id)
    if (!stands)
      throw new AskCustomer('a record is not there', {
        say: `One of these records (${id}) is not in Salesforce any more.`,
      })
    const of = fields.filter(({ name }) => name in wanted)
    return {
      id,
      before: blanks(of, stands),
      after: blanks(
        of,
        toRow(org, of, (name) => wanted[name]),
      ),
    }
  })
}

async function writable(ctx: Ctx<Config>, object: string, names: readonly string[]): Promise<Field[]> {
  const described = await describe(ctx, object)
  const no = (name: string, why: string) =>
    new AskCustomer(`${object}.${name} cannot be written`, { say: `${object}.${name} cannot be written: ${why}.` })
  return names.map((name) => {
    const field = described?.fields.find((each) => each.name.toLowerCase() === name.toLowerCase())
    if (!field) throw no(name, 'the org has no such field, or its user may not see it')
    if (field.nameField || personalTypes.has(field.type) || personalNames.test(field.name))
      throw no(name, 'it holds personal data, which is not written from here')
    if (!field.updateable) throw no(name, 'the Salesforce user may not change it')
    return { name, kind: kindOf(field.type) }
  })
}

async function current(ctx: Ctx<Config>, org: Org, object: string, fields: readonly Field[], ids: readonly string[]) {
  const all: Field[] = [{ name: 'Id', kind: 'id' }, ...fields]
  const standing = new Map<string, SObject>()
  for (const some of pieces(ids, idsAtOnce)) {
    const select = all.map(({ name }) => name)
    for (const record of await everyRow(ctx, { select, from: object, where: oneOf('Id', some) })) {
      const row = fromRest(org, all, record)
      standing.set(String(row.Id), row)
    }
  }
  return standing
}

async function apply(ctx: Ctx<Config>, object: string, changes: readonly Change[]) {
  const ordered = [...changes].sort((a, b) => (a.id < b.id ? -1 : 1))
  const records = ordered.map(({ id, before, after }) => ({ id, ...pick(after, changed(before, after)) }))
  const { failed } = await write(ctx, { method: 'update', object, records })
  const [first] = failed
  if (first && failed.length === ordered.length)
    throw new AskCustomer(`${object}: every record was refused with ${first.code}`, {
      say: `Salesforce would not change ${things(failed.length, object)}: ${sayOf(first.code)}${first.fields.length > 0 ? ` (${first.fields.join(', ')})` : ''}.`,
    })
  const refused = new Set(failed.map(({ at }) => at))
  const written = ordered.filter((_, index) => !refused.has(index))
  return {
    changed: written.length,
    before: Object.fromEntries(written.map(({ id, before, after }) => [id, pick(before, changed(before, after))])),
    failed: failed.map(({ at, code, fields }) => ({ id: ordered[at]?.id, code, fields })),
  }
}

const differs = ({ before, after }: Change): boolean => changed(before, after).length > 0
const changed = (before: Values, after: Values): string[] =>
  Object.keys(after).filter((name) => before[name] !== after[name])
const pick = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
const blanks = (fields: readonly Field[], row: SObject): Values =>
  Object.fromEntries(fields.map(({ name }) => [name, (row[name] as Values[string] | undefined) ?? null]))

const refOf = ({ records }: WriteFields): string =>
  records.length === 1 ? (records[0]?.id ?? '') : `${records[0]?.id ?? ''} and ${records.length - 1} more`
const words = { Account: 'account', Contact: 'contact', Lead: 'lead', Opportunity: 'opportunity', Campaign: 'campaign' }
function things(count: number, object: string): string {
  const one = (words as Record<string, string>)[object] ?? 'campaign member'
  return `${count} ${count === 1 ? one : one === 'opportunity' ? 'opportunities' : `${one}s`}`
}
