import { randomUUID } from 'node:crypto'
import { Conflict, NotFound } from '@throughline/canonical'
import { actorName, appendAudit, eq, sql, tables, type Inside } from '@throughline/db'
import type { CreditChannel, Place } from '../attribution/place.ts'
import { codeInClickId, drawCode } from './click-id.ts'
import { placeOfLink, type ReadyLink } from './tracked-link.ts'

const { trackedLink } = tables
type Reading = Pick<Inside, 'db'>
type Row = typeof trackedLink.$inferSelect
const mostLinks = 5_000
const draws = 5

/** A tracked link as its page shows it. */
export interface TrackedLinkRow extends ReadyLink {
  linkId: string
  code: string
  createdBy: string
  createdAt: string
  archivedAt: string | null
  clicks: number
  lastClickedAt: string | null
}
const rowOf = ({ tenantId: _, channel, ...row }: Row): TrackedLinkRow => ({ ...row, channel: channel as CreditChannel })

/** Every tracked link, those in use first, then the newest. */
export async function listLinks({ db }: Reading): Promise<TrackedLinkRow[]> {
  const rows = await db
    .select()
    .from(trackedLink)
    .orderBy(sql`${trackedLink.archivedAt} is not null, ${trackedLink.createdAt} desc, ${trackedLink.linkId}`)
    .limit(mostLinks)
  return rows.map(rowOf)
}

/** @throws Conflict where its code is taken, here or anywhere on this installation, also by one that is archived */
export async function addLink(inside: Inside, link: ReadyLink, now: Date): Promise<{ linkId: string; code: string }> {
  const { db, tenantId, actor } = inside
  // A code leads to one place on the whole installation: whoever makes one takes turns.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('codes of tracked links', 0))`)
  const [count] = await db.select({ n: sql<string>`count(*)` }).from(trackedLink)
  if (Number(count?.n ?? 0) >= mostLinks)
    throw new Conflict(`A client has at most ${mostLinks.toLocaleString('en-US')} links.`)
  const code = link.code ?? (await freeCode(inside))
  if (await isTaken(inside, code)) throw new Conflict('This code is taken already. Choose another one.')
  const linkId = randomUUID()
  await db.insert(trackedLink).values({
    ...link,
    ...{ tenantId, linkId, code },
    ...{ createdBy: actorName(actor), createdAt: now.toISOString() },
  })
  await tell(inside, now, 'links.link_made', linkId, { name: link.name, code, target: link.target })
  return { linkId, code }
}

/** Archives a link, or brings it back. Doing so twice is doing so once. @throws NotFound */
export async function archiveLink(inside: Inside, linkId: string, archived: boolean, now: Date): Promise<void> {
  const [row] = await inside.db.select().from(trackedLink).where(eq(trackedLink.linkId, linkId)).for('update')
  if (!row) throw new NotFound('No such link here.')
  if ((row.archivedAt !== null) === archived) return
  await inside.db
    .update(trackedLink)
    .set({ archivedAt: archived ? now.toISOString() : null })
    .where(eq(trackedLink.linkId, linkId))
  await tell(inside, now, archived ? 'links.link_archived' : 'links.link_restored', linkId, {
    name: row.name,
    code: row.code,
  })
}

/** What tracked links say of the codes that came with a conversion: by click id, whose place it is. */
export async function linksOfClicks(
  { db }: Reading,
  clickIds: readonly string[],
): Promise<Map<string, { linkId: string; code: string; place: Place }>> {
  const codes = new Map(
    clickIds.flatMap((id) => [[id, codeInClickId(id)] as const]).filter(([, code]) => code !== undefined),
  )
  if (codes.size === 0) return new Map()
  const wanted = JSON.stringify([...new Set(codes.values())])
  const rows = await db
    .select()
    .from(trackedLink)
    .where(sql`${trackedLink.code} = any(array(select jsonb_array_elements_text(${wanted}::text::jsonb)))`)
  const byCode = new Map(rows.map((row) => [row.code, rowOf(row)]))
  return new Map(
    [...codes].flatMap(([clickId, code]) => {
      const link = byCode.get(code ?? '')
      return link ? [[clickId, { linkId: link.linkId, code: link.code, place: placeOfLink(link) }] as const] : []
    }),
  )
}

async function freeCode(inside: Inside): Promise<string> {
  for (let i = 0; i < draws; i += 1) {
    const code = drawCode()
    if (!(await isTaken(inside, code))) return code
  }
  throw new Error('no free code was drawn')
}

async function isTaken({ db }: Reading, code: string): Promise<boolean> {
  return (await db.execute(sql`select 1 from find_tracked_link(${code})`)).length > 0
}

const tell = (
  { db, tenantId, actor }: Inside,
  at: Date,
  action: string,
  subject: string,
  detail: Record<string, unknown>,
) => appendAudit(db, tenantId, { at, actor: actorName(actor), action, subject, detail })
