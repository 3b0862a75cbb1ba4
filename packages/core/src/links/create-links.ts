import type { Actor, Inside } from '@throughline/db'
import { zoneAt } from '../ledger/index.ts'
import { requireMay, type Permission } from '../tenants/index.ts'
import { buildLink } from './build-link.ts'
import { createChannelOf, parseChannelRules } from './channel-rules.ts'
import { readChannelRules } from './channel-rules.store.ts'
import { createClickBook } from './click-book.ts'
import { followLink } from './follow-link.store.ts'
import {
  readNaming,
  readRules,
  readTemplates,
  removeTemplate,
  writeNaming,
  writeRules,
  writeTemplate,
} from './link-settings.store.ts'
import type { Links, LinksDeps } from './links.ts'
import { lintLink } from './lint-link.ts'
import { carriedLinks, codesSeenIn, deliveredIn } from './lint-live.store.ts'
import { lintDelivered, orphanCodes } from './lint-live.ts'
import { signalsOf } from './read-tags.ts'
import { readyLink } from './tracked-link.ts'
import { addLink, archiveLink, listLinks } from './tracked-links.store.ts'

/** The room of links, as the API's faces call it. */
export function createLinks({ door, now, connectors, later, report }: LinksDeps): Links {
  const forms = Object.values(connectors).flatMap(({ name, links }) => (links ? [{ ...links, name }] : []))
  const book = createClickBook({ door, now, later, report })
  const within = <T>(actor: Actor, tenantId: string, needs: Permission, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, (inside) => {
      requireMay(inside.role, needs)
      return fn(inside)
    })
  const todayIn = (zone: string) =>
    Temporal.Instant.from(now().toISOString()).toZonedDateTimeISO(zone).toPlainDate().toString().replaceAll('-', '')
  return {
    settings: (actor, tenantId) =>
      within(actor, tenantId, 'links.read', async (inside) => {
        const { rules, own } = await readRules(inside)
        const [naming, templates] = [await readNaming(inside), await readTemplates(inside)]
        return { ...{ rules, ownRules: own, naming, templates, forms }, today: todayIn(await zoneAt(inside)) }
      }),
    saveRules: (actor, tenantId, rules) =>
      within(actor, tenantId, 'settings.write', (inside) => writeRules(inside, rules, now())),
    saveNaming: (actor, tenantId, naming) =>
      within(actor, tenantId, 'settings.write', (inside) => writeNaming(inside, naming, now())),
    saveTemplate: (actor, tenantId, template) =>
      within(actor, tenantId, 'links.write', (inside) => writeTemplate(inside, template, now())),
    removeTemplate: (actor, tenantId, templateId) =>
      within(actor, tenantId, 'links.write', (inside) => removeTemplate(inside, templateId, now())),
    tryLink: (actor, tenantId, { url, referrer, rules }) =>
      within(actor, tenantId, 'links.read', async (inside) => {
        const signals = signalsOf(url, referrer || undefined, (await readNaming(inside)).clickIds)
        const asked = rules === undefined ? await readChannelRules(inside) : parseChannelRules(rules)
        return { ...createChannelOf(asked)(signals), signals }
      }),
    build: (actor, tenantId, request) =>
      within(actor, tenantId, 'links.read', async (inside) => {
        const rules = { naming: await readNaming(inside), links: forms }
        const date = request.tokens.date || todayIn(await zoneAt(inside))
        const built = buildLink({ ...request, tokens: { ...request.tokens, date } }, rules)
        if (!built.ok) return { built, lint: [], said: null }
        const said = createChannelOf(await readChannelRules(inside))(signalsOf(built.url))
        return { built, lint: lintLink(built.url, rules), said }
      }),
    lint: (actor, tenantId, urls) =>
      within(actor, tenantId, 'links.read', async (inside) => {
        const rules = { naming: await readNaming(inside), links: forms }
        return urls.map((url) => ({ problems: lintLink(url, rules) }))
      }),
    lintLive: (actor, tenantId, range) =>
      within(actor, tenantId, 'links.read', async (inside) => {
        const rules = { naming: await readNaming(inside), links: forms }
        const channelOf = createChannelOf(await readChannelRules(inside))
        const delivered = await deliveredIn(inside, range)
        const seen = await codesSeenIn(inside, range)
        const { links, whole } = await carriedLinks(inside)
        return {
          ...{ spend: lintDelivered(delivered, rules), codes: orphanCodes(seen, links, channelOf) },
          ...{ delivered: delivered.length, seen: seen.length, whole },
        }
      }),
    list: (actor, tenantId) => within(actor, tenantId, 'links.read', listLinks),
    create: (actor, tenantId, link) =>
      within(actor, tenantId, 'links.write', async (inside) => {
        const channelOf = createChannelOf(await readChannelRules(inside))
        return addLink(inside, readyLink(link, { naming: await readNaming(inside), links: forms, channelOf }), now())
      }),
    archive: (actor, tenantId, linkId, archived) =>
      within(actor, tenantId, 'links.write', (inside) => archiveLink(inside, linkId, archived, now())),
    follow: async (asked) => {
      const followed = await followLink(door.database, { ...asked, now: now() })
      if (followed?.click) book.add(followed.click)
      return followed?.location
    },
  }
}
