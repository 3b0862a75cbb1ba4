import type { Channel } from '@throughline/canonical'
import { actorName, appendAudit, sql, type Inside, type SQL } from '@throughline/db'
import { placeIn, type CreditChannel } from '../attribution/place.ts'
import { batchAt, effectiveFacts, writeOwnFacts, type OwnFact } from '../ledger/index.ts'
import { buildDictionary, type Dictionary, type DictionarySources } from './build-dictionary.ts'
import { normalCode } from './normal-code.ts'
import { RefcodeDecision } from './refcode-decision.ts'
import { RefcodeRules, usualRules, type RefcodeRule } from './refcode-rules.ts'
import type { AdCodes, CodedLink, LinkCodes } from './sources.ts'

type Reading = Pick<Inside, 'db' | 'tenantId'>

/** Our own facts that say how codes are read. */
const decisionKind = 'refcode_decision'
const rulesFact = { kind: 'refcode_rules', key: 'rules' } as const
const factKinds = ['campaign', 'creative', 'ad', rulesFact.kind, decisionKind]

/** A dictionary and the batch up to which it knows everything. */
export interface ReadDictionary extends Dictionary {
  batch: number
  /** The last batch that changed anything of it: dictionaries of one number are the same. */
  madeAt: number
  sources: DictionarySources
}

/**
 * Reads what says which code leads where and makes the dictionary of it.
 * @param known what was read before: handed back with a later batch where nothing that it is made of has changed since
 */
export async function readDictionary(
  inside: Reading,
  { known }: { known?: ReadDictionary | undefined } = {},
): Promise<ReadDictionary> {
  const [{ batch }, links] = [await batchAt(inside), await linkCodes(inside)]
  if (known && JSON.stringify(known.sources.links) === JSON.stringify(links)) {
    if (known.batch === batch || !(await hasChanged(inside, known.batch))) return { ...known, batch }
  }
  const { madeAt, ...read } = await readSources(inside)
  const sources = { ...read, links }
  return { ...buildDictionary(sources), batch, madeAt, sources }
}

/** The tenant's own rules, or the usual ones while it has said none. */
export async function refcodeRules(inside: Reading): Promise<{ rules: readonly RefcodeRule[]; own: boolean }> {
  const [fact] = await effectiveFacts(inside, [{ ...rulesFact, source: 'throughline' }])
  if (!fact || fact.withdrawn) return { rules: usualRules, own: false }
  return { rules: RefcodeRules.parse(fact.value['rules']), own: true }
}

async function readSources(inside: Reading): Promise<Omit<DictionarySources, 'links'> & { madeAt: number }> {
  const creatives = await effective<{ links: CodedLink[] | null }>(inside, 'creative', sql`f.value -> 'links' as links`)
  const ads = await effective<Pick<AdCodes, 'campaign' | 'adSet' | 'creative'> & { links: CodedLink[] | null }>(
    inside,
    'ad',
    sql`f.value ->> 'campaign' as campaign, f.value ->> 'adSet' as "adSet", f.value ->> 'creative' as creative, f.value -> 'links' as links`,
  )
  const campaigns = await effective<{ channel: Channel; creative: string | null; startsAt: string | null }>(
    inside,
    'campaign',
    sql`f.value ->> 'channel' as channel, f.value ->> 'creative' as creative, f.value ->> 'startsAt' as "startsAt"`,
  )
  const [decided, [ruled]] = [
    await effective<{ value: unknown }>(inside, decisionKind, sql`f.value`),
    await effective<{ value: { rules?: unknown } }>(inside, rulesFact.kind, sql`f.value`),
  ]
  const all = [...creatives, ...ads, ...campaigns, ...decided, ...(ruled ? [ruled] : [])]
  return {
    creatives: creatives.filter(stands).map((row) => ({ source: row.source, key: row.key, links: row.links ?? [] })),
    ads: ads.filter(stands).map((row) => ({ ...row, links: row.links ?? [] })),
    campaigns: campaigns
      .filter(stands)
      .map((row) => ({ ...row, startsAt: row.startsAt === null ? null : Date.parse(row.startsAt) })),
    rules: ruled && stands(ruled) ? RefcodeRules.parse(ruled.value.rules) : usualRules,
    decisions: new Map(
      decided.filter(stands).map(({ key, value }) => [normalCode(key), RefcodeDecision.parse(value)] as const),
    ),
    madeAt: all.reduce((last, { batch }) => Math.max(last, Number(batch)), 1),
  }
}

/** Tracked links, those that carry no code of their own too: their clicks do. */
async function linkCodes({ db }: Reading): Promise<LinkCodes[]> {
  const rows = await db.execute<LinkRow>(sql`
    select link_id, code, refcode, channel, source, campaign, creative, list, partner from tracked_link order by link_id`)
  return rows.map(({ link_id: key, code, refcode, ...place }) => ({
    ...{
      key,
      code,
      refcodes: codesIn(refcode),
      place: { ...placeIn(place.channel), ...place },
    },
  }))
}
interface LinkRow extends Record<string, unknown> {
  link_id: string
  code: string
  refcode: string | null
  channel: CreditChannel
  source: string | null
  campaign: string | null
  creative: string | null
  list: string | null
  partner: string | null
}

const stands = ({ withdrawn }: { withdrawn: boolean }): boolean => !withdrawn

/** Writes what a person says of a code; null takes it back. Answers what was said before. */
export async function sayDecision(
  inside: Inside,
  code: string,
  decision: RefcodeDecision | null,
  now: Date,
): Promise<{ batch: number | undefined; before: RefcodeDecision | null }> {
  const [fact] = await effectiveFacts(inside, [{ kind: decisionKind, source: 'throughline', key: code }])
  const before = fact && !fact.withdrawn ? RefcodeDecision.parse(fact.value) : null
  const batch = await say(inside, { kind: decisionKind, key: code, value: decision }, now, 'matching.code_decided')
  return { batch, before }
}

/** Writes the tenant's own rules; null means the usual ones again. */
export const sayRules = (
  inside: Inside,
  rules: readonly RefcodeRule[] | null,
  now: Date,
): Promise<number | undefined> => say(inside, { ...rulesFact, value: rules && { rules } }, now, 'matching.rules_saved')

async function say(inside: Inside, fact: OwnFact, now: Date, action: string): Promise<number | undefined> {
  const batch = await writeOwnFacts(inside, [fact], { cause: 'rule_change', now })
  if (batch !== undefined)
    await appendAudit(inside.db, inside.tenantId, {
      ...{ at: now, actor: actorName(inside.actor), action, subject: fact.key },
      detail: { ...(fact.kind === decisionKind ? { said: fact.value } : {}), batch },
    })
  return batch
}

/** What the tenant counts in. */
export async function tenantCurrency({ db }: Reading): Promise<string> {
  const [row] = await db.execute<{ currency: string }>(sql`select currency from tenant`)
  return row?.currency ?? ''
}

interface Named extends Record<string, unknown> {
  source: string
  key: string
  batch: string
  withdrawn: boolean
}

/** One row a record of a kind, its effective version. In the order of the key, read backwards: no sorting. */
async function effective<T extends object>({ db }: Reading, kind: string, columns: SQL): Promise<(T & Named)[]> {
  const rows = await db.execute<T & Named>(sql`
    select f.source, f.source_key as key, f.batch, f.withdrawn, ${columns} from (
      select distinct on (source, source_key) source, source_key, batch, withdrawn, value from fact
      where kind = ${kind} order by source desc, source_key desc, version desc) f`)
  return [...rows] as (T & Named)[]
}

async function hasChanged({ db }: Reading, since: number): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from fact where batch > ${since}::bigint and kind = any(${`{${factKinds.join(',')}}`}::text[]) limit 1`)
  return rows.length > 0
}

const codesIn = (refcode: string | null): Record<string, string> => (refcode === null ? {} : { refcode })
