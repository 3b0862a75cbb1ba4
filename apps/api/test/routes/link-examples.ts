import { randomUUID } from 'node:crypto'
import { answerOf } from '../house/browser.ts'
import { alike, notForViewers, type Example } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
const link = {
  name: 'Gala',
  destination: 'https://secure.actblue.com/donate/gala',
  values: { utm_source: 'facebook', utm_medium: 'social', utm_campaign: 'gala', refcode: 'fb_gala' },
}
const rules = [{ channel: 'partner', when: [{ field: 'source', comparison: 'is', values: ['sister'] }] }]

const made = async (f: Furnished) =>
  (await (await f.as('carla')).mutate('links.create', { tenant, ...link })).data as { linkId: string; code: string }
const template = async (f: Furnished) => {
  const templateId = randomUUID()
  await (
    await f.as('carla')
  ).mutate('links.saveTemplate', { tenant, template: { templateId, name: templateId, values: {} } })
  return templateId
}
const fields = (data: unknown): boolean => typeof data === 'object' && data !== null && Object.keys(data).length > 0

/** Links: naming, building, judging, and the short ones. */
export const linkExamples: Example[] = [
  { route: 'query links.settings', as: 'carla', input: () => ({ tenant }), filled: fields, others: notForViewers },
  {
    route: 'query links.list',
    as: 'carla',
    input: async (f) => {
      await made(f)
      return { tenant }
    },
    filled: (data) => (data as { links: unknown[] }).links.length > 0,
    others: notForViewers,
  },
  {
    route: 'mutation links.tryLink',
    as: 'carla',
    input: () => ({ tenant, url: 'https://example.org/?utm_medium=email' }),
    filled: (data) => (data as { channel: string }).channel === 'email',
    others: notForViewers,
  },
  {
    route: 'mutation links.build',
    as: 'carla',
    input: () => ({ tenant, url: link.destination, values: link.values, tokens: {} }),
    filled: (data) => (data as { built: { ok: boolean } }).built.ok,
    others: notForViewers,
  },
  {
    route: 'mutation links.lint',
    as: 'carla',
    input: () => ({ tenant, urls: [link.destination] }),
    filled: (data) => (data as { problems: unknown[] }[])[0]?.problems.length === 1,
    others: notForViewers,
  },
  {
    route: 'query links.lintLive',
    as: 'carla',
    input: () => ({ tenant, from: '2026-01-01', to: '2026-12-31' }),
    filled: fields,
    others: notForViewers,
  },
  {
    route: 'mutation links.create',
    as: 'carla',
    input: () => ({ tenant, ...link }),
    filled: fields,
    others: notForViewers,
  },
  {
    route: 'mutation links.archive',
    as: 'carla',
    input: async (f) => ({ tenant, linkId: (await made(f)).linkId, archived: true }),
    others: notForViewers,
  },
  { route: 'mutation links.saveRules', as: 'carla', input: () => ({ tenant, rules }), others: notForViewers },
  {
    route: 'mutation links.saveNaming',
    as: 'carla',
    input: async (f) => {
      const { data } = await (await f.as('carla')).query('links.settings', { tenant })
      return { tenant, naming: { ...(data as { naming: object }).naming, longest: 90 } }
    },
    others: notForViewers,
  },
  {
    route: 'mutation links.saveTemplate',
    as: 'carla',
    input: () => ({ tenant, template: { templateId: randomUUID(), name: randomUUID(), values: { utm_source: 'fb' } } }),
    others: notForViewers,
  },
  {
    route: 'mutation links.removeTemplate',
    as: 'carla',
    input: async (f) => ({ tenant, templateId: await template(f) }),
    others: notForViewers,
  },
  {
    // Whoever has a short link may follow it: it leads where its maker said, and says nothing of them.
    route: 'GET /l/:code',
    as: 'nobody',
    call: async (f) => {
      const followed = await answerOf(
        await f
          .nobody()
          .fetch(`/l/${(await made(f)).code}`, { redirect: 'manual', headers: { 'user-agent': 'Safari' } }),
      )
      return {
        ...followed,
        status: followed.status === 302 ? 200 : followed.status,
        data: followed.headers.get('location'),
      }
    },
    filled: (data) => String(data).startsWith('https://secure.actblue.com/donate/gala?'),
    tryAs: async (browser) => answerOf(await browser.fetch('/l/nobodys')),
    others: alike(404),
  },
]
