import { fakeClock } from '@throughline/connector-kit/testing'
import { expect, test, vi } from 'vitest'
import { demoSecrets, openSource, plantDemo, world, type DemoHouse } from './index.ts'

vi.setConfig({ testTimeout: 120_000 })

const end = '2026-11-20T15:00:00.000Z'
const made = world('source', end, 'small')
const secretsOf = (slug: string) => demoSecrets('test', slug)

test('the demo is planted by the front door, smallest client first, with everything its history only tells by notice', async () => {
  const open = openSource(made, {
    ...{ clock: fakeClock(end), random: () => 0.5, secretsOf, storeUrl: 'https://bucket.example' },
  })
  const deeds: string[] = []
  const wanted: { tenantId: string; metric: string; from: string; to: string; target: number }[] = []
  const posted = new Map<string, number>()
  const inOrder: string[] = []
  const again: string[] = []
  const told = new Map<string, number>()
  const house: DemoHouse = {
    createAgency: async ({ owner }) => (deeds.push(`agency of ${owner.email}`), { agencyId: 'agency' }),
    createTenant: async (_agency, { slug }) => (deeds.push(`tenant ${slug}`), { tenantId: slug, slug }),
    admit: async (where, { email }) =>
      void deeds.push(`${email} ${where.role} ${'tenantId' in where ? where.tenantId : 'agency'}`),
    createConnection: async (tenantId, { connector }) => {
      const url = (kind: string) => `https://house.example/${tenantId}/${kind}`
      return {
        connectionId: connector,
        urls: { contribution: url('contribution'), refund: url('refund'), cancellation: url('cancellation') },
      }
    },
    historyRead: async (tenantId, connection, onProgress) => {
      inOrder.push(`${tenantId} ${connection}`)
      onProgress(1)
    },
    importEvents: async (tenantId, { text }) =>
      void told.set(tenantId, (told.get(tenantId) ?? 0) + text.split('\n').length),
    setGoal: async (tenantId, goal) => void wanted.push({ tenantId, ...goal }),
    readNow: async (tenantId, connectionId) => void again.push(`${tenantId} ${connectionId}`),
    send: async (request) => {
      const slug = new URL(request.url).pathname.split('/')[1] ?? ''
      posted.set(slug, (posted.get(slug) ?? 0) + 1)
      return new Response()
    },
  }
  const progress: number[] = []
  let ready = 0
  const demo = await plantDemo({
    world: made,
    source: open,
    house,
    password: () => `password ${ready}`,
    secretsOf,
    onProgress: (_stage, fraction) => void progress.push(fraction),
    onReady: async (partial) => {
      ready = inOrder.length
      expect(partial.people).toHaveLength(6)
    },
  })
  expect(ready).toBe(1)
  const all = ['actblue', 'meta', 'switchboard', 'openphone', 'hubspot', 'salesforce']
  const slugs = ['juniper-street-arts', 'cascadia-clean-water', 'marisol-vega-for-senate']
  expect(inOrder.filter((each) => each.endsWith('actblue'))).toEqual(slugs.map((slug) => `${slug} actblue`))
  expect(inOrder.toSorted()).toEqual(slugs.flatMap((slug) => all.map((connector) => `${slug} ${connector}`)).sort())
  expect(demo.tenants.map(({ slug, connections }) => [slug, connections.map(({ connector }) => connector)])).toEqual(
    slugs.map((slug) => [slug, all]),
  )
  // What is the matter with some of them is found by reading again, and one token was made anew there.
  expect(again.toSorted()).toEqual([
    'cascadia-clean-water hubspot',
    'cascadia-clean-water openphone',
    'marisol-vega-for-senate openphone',
    'marisol-vega-for-senate switchboard',
  ])
  const typed = open.of('cascadia-clean-water').systems.hubspot
  const now = demo.tenants[1]?.connections.find(({ connector }) => connector === 'hubspot')?.secrets
  expect(now?.['privateAppToken']).not.toBe(typed.secrets['privateAppToken'])
  const asked = (token: unknown) =>
    typed.fetch(
      new Request('https://api.hubapi.com/crm/v3/owners', { headers: { authorization: `Bearer ${String(token)}` } }),
    )
  expect((await asked(typed.secrets['privateAppToken'])).status).toBe(401)
  expect((await asked(now?.['privateAppToken'])).status).toBe(200)
  expect(deeds).toContain('strategist@lanternfield.example strategist agency')
  expect(deeds).toContain('viewer@juniper.example viewer juniper-street-arts')
  for (const { client, lines, declined } of made.clients)
    expect(posted.get(client.slug)).toBe(lines.filter((line) => line.late || line.duplicated).length + declined.length)
  // Somewhat more events than gifts, of every client.
  for (const { client, lines } of made.clients) {
    expect(told.get(client.slug)).toBeGreaterThan(2 * lines.length)
    expect(told.get(client.slug)).toBeLessThan(10 * lines.length)
  }
  expect(Math.max(...progress)).toBe(1)
  // Each client wants something of the season that it is in.
  const season = { from: '2026-10-01', to: '2026-12-31' }
  expect(wanted).toHaveLength(6)
  for (const goal of wanted) expect(goal).toMatchObject(season)
  expect(wanted.every(({ target }) => Number.isInteger(target) && target > 0)).toBe(true)
})
