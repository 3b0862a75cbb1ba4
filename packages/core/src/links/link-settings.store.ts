import { Conflict, Invalid, NotFound } from '@throughline/canonical'
import { actorName, appendAudit, type Inside } from '@throughline/db'
import { z } from 'zod'
import { effectiveFacts, factsAt, writeOwnFacts } from '../ledger/index.ts'
import { readChannelRules } from './channel-rules.store.ts'
import { parseChannelRules, type ChannelRule } from './channel-rules.ts'
import { defaultNaming, NamedParameter, parseNaming, type Naming } from './naming.ts'

type Reading = Pick<Inside, 'db' | 'tenantId'>
const ours = (kind: string, key = 'all') => ({ kind, source: 'throughline', key })
const rulesId = ours('channel_rules')
const namingId = ours('link_naming')
const templateKind = 'link_template'
const mostTemplates = 100

/** Values that are typed once and used again: “Facebook ads”. */
export const LinkTemplate = z.object({
  templateId: z.uuid(),
  name: z.string().trim().min(1, 'A template needs a name.').max(80, 'At most 80 characters.'),
  values: z.partialRecord(NamedParameter, z.string().trim().max(200)),
})
export type LinkTemplate = z.infer<typeof LinkTemplate>

/** How a tenant names its links; as everybody begins where it has said nothing. */
export async function readNaming(inside: Reading): Promise<Naming> {
  const [fact] = await effectiveFacts(inside, [namingId])
  return !fact || fact.withdrawn ? defaultNaming : parseNaming(fact.value['naming'])
}

/** Templates by name. */
export async function readTemplates(inside: Reading): Promise<LinkTemplate[]> {
  const { rows } = await factsAt(inside, { kinds: [templateKind], limit: mostTemplates })
  return rows.map(({ value }) => LinkTemplate.parse(value)).toSorted((a, b) => a.name.localeCompare(b.name))
}

/** The rules in their order, and whether they are the tenant's own. */
export async function readRules(inside: Reading): Promise<{ rules: readonly ChannelRule[]; own: boolean }> {
  const [fact] = await effectiveFacts(inside, [rulesId])
  return { rules: await readChannelRules(inside), own: fact !== undefined && !fact.withdrawn }
}

/** @param rules null goes back to those that everybody begins with. @throws Invalid */
export async function writeRules(inside: Inside, rules: unknown, now: Date): Promise<void> {
  const value = rules === null ? null : { rules: parseChannelRules(rules) }
  await say(inside, rulesId, value, now, 'links.rules_changed', { rules: value?.rules.length ?? 0 })
}

/** @throws Invalid, also where the rules contradict each other */
export async function writeNaming(inside: Inside, naming: unknown, now: Date): Promise<void> {
  await say(inside, namingId, { naming: parseNaming(naming) }, now, 'links.naming_changed', {})
}

/** @throws Invalid, Conflict */
export async function writeTemplate(inside: Inside, template: unknown, now: Date): Promise<void> {
  const parsed = LinkTemplate.safeParse(template)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Invalid(issue?.message ?? 'Not a template.', issue?.path.join('.'))
  }
  const { templateId, name } = parsed.data
  const there = await readTemplates(inside)
  if (there.some((each) => each.name === name && each.templateId !== templateId))
    throw new Conflict(`There is a template “${name}” already.`)
  if (there.length >= mostTemplates) throw new Conflict(`A client has at most ${mostTemplates} templates.`)
  await say(inside, ours(templateKind, templateId), parsed.data, now, 'links.template_saved', { name })
}

/** @throws NotFound */
export async function removeTemplate(inside: Inside, templateId: string, now: Date): Promise<void> {
  const there = (await readTemplates(inside)).find((each) => each.templateId === templateId)
  if (!there) throw new NotFound('No such template here.')
  await say(inside, ours(templateKind, templateId), null, now, 'links.template_removed', { name: there.name })
}

async function say(
  inside: Inside,
  { kind, key }: { kind: string; key: string },
  value: Record<string, unknown> | null,
  now: Date,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  const batch = await writeOwnFacts(inside, [{ kind, key, value }], { cause: 'rule_change', now })
  if (batch === undefined) return
  await appendAudit(inside.db, inside.tenantId, {
    ...{ at: now, actor: actorName(inside.actor), action, subject: key },
    detail: { ...detail, batch },
  })
}
