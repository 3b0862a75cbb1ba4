import type { Day, Money, TrackedLink } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { effectiveFacts, happenedIn, zoneAt } from '../ledger/index.ts'
import type { Delivered, Links, SeenCode } from './lint-live.ts'

type Reading = Pick<Inside, 'db' | 'tenantId'>
/** More creatives than any tenant has: past it, codes are said to be unknown that are not, so the answer says it is not whole. */
const mostCarriers = 50_000
const mostCodes = 2_000

const effective = sql`not exists (select 1 from fact newer
  where newer.kind = f.kind and newer.source = f.source and newer.source_key = f.source_key and newer.version > f.version offset 0)`

/** What was paid for in these days, by ad or, where there are none, by campaign, with the links that it shows. */
export async function deliveredIn(inside: Reading, range: { from: Day; to: Day }): Promise<Delivered[]> {
  const zone = await zoneAt(inside)
  const rows = await inside.db.execute<{
    source: string
    ad: string | null
    campaign: string | null
    currency: string
    minor: string
  }>(sql`
    select f.source, f.value ->> 'ad' as ad, f.value ->> 'campaign' as campaign, f.value #>> '{amount,currency}' as currency,
      sum((f.value #>> '{amount,minor}')::bigint)::text as minor
    from fact f
    where f.kind = 'spend' and not f.withdrawn and not (f.value ? 'breakdown') and ${happenedIn(range, zone)} and ${effective}
    group by 1, 2, 3, 4 having sum((f.value #>> '{amount,minor}')::bigint) > 0`)
  const found = await readOf(
    inside,
    rows.flatMap(({ source, ad, campaign }) => [
      ...(ad === null ? [] : [{ kind: 'ad', source, key: ad }]),
      ...(campaign === null ? [] : [{ kind: 'campaign', source, key: campaign }]),
    ]),
  )
  const shown = await readOf(
    inside,
    [...found.values()].flatMap(({ source, value }) =>
      typeof value['creative'] === 'string' ? [{ kind: 'creative', source, key: value['creative'] }] : [],
    ),
  )
  return rows.map(({ source, ad, campaign, currency, minor }) => {
    const [itself, above] = [found.get(nameOf('ad', source, ad)), found.get(nameOf('campaign', source, campaign))]
    const creative = textOf((itself ?? above)?.value['creative'])
    return {
      ...{ source, ad, campaign, creative },
      name: textOf((itself ?? above)?.value['name']) ?? ad ?? campaign ?? source,
      campaignName: textOf(above?.value['name']),
      spend: { minor: Number(minor), currency },
      links: linksOf(itself?.value) ?? linksOf(shown.get(nameOf('creative', source, creative))?.value) ?? [],
    }
  })
}

/** Tracking codes that gifts of these days came with, and how much came. */
export async function codesSeenIn(inside: Reading, range: { from: Day; to: Day }): Promise<SeenCode[]> {
  const zone = await zoneAt(inside)
  const rows = await inside.db.execute<{
    code: string
    gifts: string
    amounts: Record<string, number>
    last: string
    sample: { source: string; key: string }[]
  }>(sql`
    with coded as materialized (
      select lower(f.value #>> '{refcodes,refcode}') as code, f.source, f.source_key, f.happened_at,
        f.value #>> '{amount,currency}' as currency, (f.value #>> '{amount,minor}')::bigint as minor
      from fact f
      where f.kind = 'conversion' and not f.withdrawn and f.value ->> 'status' = 'approved' and f.value #>> '{refcodes,refcode}' is not null
        and ${happenedIn(range, zone)} and ${effective}),
    by_currency as (select code, currency, count(*) as n, sum(minor) as minor from coded group by 1, 2)
    select b.code, sum(b.n)::text as gifts, json_object_agg(b.currency, b.minor) as amounts,
      (select max(c.happened_at)::text from coded c where c.code = b.code) as last,
      (select json_agg(json_build_object('source', s.source, 'key', s.source_key)) from
        (select c.source, c.source_key from coded c where c.code = b.code order by c.happened_at desc, c.source_key limit 5) s) as sample
    from by_currency b group by b.code order by sum(b.n) desc, b.code limit ${mostCodes}`)
  return rows.map(({ code, gifts, amounts, sample }) => ({
    code,
    gifts: Number(gifts),
    amounts: Object.entries(amounts).map(([currency, minor]): Money => ({ currency, minor: Number(minor) })),
    sample,
  }))
}

/** Every link that some creative, ad or tracked link of ours carries, whenever. */
export async function carriedLinks({ db }: Reading): Promise<{ links: Links; whole: boolean }> {
  const rows = await db.execute<{ links: TrackedLink[] }>(sql`
    select f.value -> 'links' as links from fact f
    where f.kind in ('ad', 'creative') and not f.withdrawn and jsonb_array_length(coalesce(f.value -> 'links', '[]')) > 0 and ${effective}
    limit ${mostCarriers}`)
  const own = await db.execute<{ url: string }>(sql`select target as url from tracked_link limit ${mostCarriers}`)
  return { links: [...rows.flatMap(({ links }) => links), ...own], whole: rows.length < mostCarriers }
}

type Fact = Awaited<ReturnType<typeof effectiveFacts>>[number]

async function readOf(
  inside: Reading,
  ids: readonly { kind: string; source: string; key: string }[],
): Promise<Map<string, Fact>> {
  const unique = new Map(ids.map((id) => [nameOf(id.kind, id.source, id.key), id]))
  const facts = await effectiveFacts(inside, [...unique.values()])
  return new Map(facts.map((fact) => [nameOf(fact.kind, fact.source, fact.key), fact]))
}

const nameOf = (kind: string, source: string, key: string | null): string => `${kind}\0${source}\0${key ?? ''}`
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
function linksOf(value: Readonly<Record<string, unknown>> | undefined): TrackedLink[] | undefined {
  const links = value?.['links'] as TrackedLink[] | undefined
  return links && links.length > 0 ? links : undefined
}
