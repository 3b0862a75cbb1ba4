import type { Channel } from '@throughline/canonical'
import { sql, type Inside, type SQL } from '@throughline/db'
import type { FindPlace } from '../attribution/evidence.ts'
import { batchAt, effectiveFacts } from '../ledger/index.ts'
import { buildDictionary, type DictionarySources } from './build-dictionary.ts'
import { normalCode } from './normal-code.ts'
import { RefcodeDecision, type RefcodeDecisions } from './refcode-decision.ts'
import { RefcodeRules, usualRules, type RefcodeRule } from './refcode-rules.ts'
import type { AdCodes, CampaignCodes, CodedLink, CreativeCodes, LinkCodes } from './sources.ts'

type Reading = Pick<Inside, 'db' | 'tenantId'>

/** Our own facts that say how codes are read. */
export const decisionKind = 'refcode_decision'
export const rulesFact = { kind: 'refcode_rules', key: 'rules' } as const
const factKinds = ['campaign', 'creative', 'ad', rulesFact.kind, decisionKind]

/** A dictionary and the batch up to which it knows everything. */
export interface ReadDictionary {
  find: FindPlace
  batch: number
  sources: DictionarySources
}

/**
 * Reads what says which code leads where and makes the dictionary of it.
 * @param links the tenant's tracked links, as known now
 * @param known what was read before: handed back with a later batch where nothing that it is made of has changed since
 */
export async function readDictionary(
  inside: Reading,
  { links = [], known }: { links?: readonly LinkCodes[]; known?: ReadDictionary | undefined } = {},
): Promise<ReadDictionary> {
  const { batch } = await batchAt(inside)
  if (known && JSON.stringify(known.sources.links) === JSON.stringify(links)) {
    if (known.batch === batch || !(await hasChanged(inside, known.batch))) return { ...known, batch }
  }
  const sources = { ...(await readSources(inside)), links }
  return { find: buildDictionary(sources), batch, sources }
}

/** The tenant's own rules, or the usual ones while it has said none. */
export async function refcodeRules(inside: Reading): Promise<{ rules: readonly RefcodeRule[]; own: boolean }> {
  const [fact] = await effectiveFacts(inside, [{ ...rulesFact, source: 'throughline' }])
  if (!fact || fact.withdrawn) return { rules: usualRules, own: false }
  return { rules: RefcodeRules.parse(fact.value['rules']), own: true }
}

async function readSources(inside: Reading): Promise<Omit<DictionarySources, 'links'>> {
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
  return {
    creatives: creatives.map((row): CreativeCodes => ({ source: row.source, key: row.key, links: row.links ?? [] })),
    ads: ads.map((row) => ({ ...row, links: row.links ?? [] })),
    campaigns: campaigns.map((row): CampaignCodes => ({
      ...row,
      startsAt: row.startsAt === null ? null : Date.parse(row.startsAt),
    })),
    rules: (await refcodeRules(inside)).rules,
    decisions: await refcodeDecisions(inside),
  }
}

/** What people have decided, by the code in its normal form. */
export async function refcodeDecisions(inside: Reading): Promise<RefcodeDecisions> {
  const rows = await effective<{ value: unknown }>(inside, decisionKind, sql`f.value`)
  return new Map(rows.map(({ key, value }) => [normalCode(key), RefcodeDecision.parse(value)]))
}

interface Named extends Record<string, unknown> {
  source: string
  key: string
}

/** One row a record of a kind, its effective version, without those withdrawn. In the order of the key, read backwards: no sorting. */
async function effective<T extends object>({ db }: Reading, kind: string, columns: SQL): Promise<(T & Named)[]> {
  const rows = await db.execute<T & Named>(sql`
    select f.source, f.source_key as key, ${columns} from (
      select distinct on (source, source_key) source, source_key, withdrawn, value from fact
      where kind = ${kind} order by source desc, source_key desc, version desc) f
    where not f.withdrawn`)
  return [...rows] as (T & Named)[]
}

async function hasChanged({ db }: Reading, since: number): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from fact where batch > ${since}::bigint and kind = any(${`{${factKinds.join(',')}}`}::text[]) limit 1`)
  return rows.length > 0
}
