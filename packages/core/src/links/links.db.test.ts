import { randomUUID } from 'node:crypto'
import type { Actor } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerFixture, testNow, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { createLinks } from './create-links.ts'
import { defaultChannelRules } from './default-channel-rules.ts'
import type { Links } from './links.ts'
import { defaultNaming } from './naming.ts'
import { formRules } from './testing/form-rules.ts'
import { codeInClickId } from './click-id.ts'
import { linksOfClicks } from './tracked-links.store.ts'

let ledger: LedgerFixture
let links: Links
let carla: Actor
let otto: Actor
let vera: Actor
let ana: Actor
const doing: Promise<void>[] = []
const reports: string[] = []
const done = async () => {
  while (doing.length > 0) await doing.shift()
}
beforeAll(async () => {
  ledger = await ledgerFixture()
  links = createLinks({
    ...{ door: ledger.t.door, now: () => testNow, report: (message) => void reports.push(message) },
    connectors: { forms: { name: 'Forms', links: formRules } },
    later: (work) => void doing.push(work()),
  })
  carla = await ledger.as(cast.carla)
  otto = await ledger.as(cast.otto)
  vera = await ledger.as(cast.vera)
  ana = await ledger.as(cast.ana)
})
afterAll(() => ledger.t.drop())

const form = 'https://give.forms.example/donate/spring?amount=25#top'
const values = { utm_source: 'facebook', utm_medium: 'social', utm_campaign: 'Gala', refcode: 'fb_gala' }
const person = {
  method: 'GET',
  userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605',
  purpose: '',
}
const follow = (code: string, search = '', more: Partial<typeof person> = {}) =>
  links.follow({ ...person, ...more, code, search })
const make = (more: object = {}, as = carla, tenant: string = cast.harbor) =>
  links.create(as, tenant, { name: 'Gala', destination: form, values, ...more })
const linkOf = async (linkId: string) => (await links.list(carla, cast.harbor)).find((link) => link.linkId === linkId)

describe('settings of links', () => {
  test('are what everybody begins with, until a tenant says otherwise, and can be had back', async () => {
    expect(await links.settings(carla, cast.harbor)).toMatchObject({
      ...{ rules: defaultChannelRules, ownRules: false, naming: defaultNaming, templates: [], today: '20261120' },
      forms: [{ name: 'Forms', hosts: ['forms.example'] }],
    })
    const own = [{ channel: 'partner', when: [{ field: 'source', comparison: 'is', values: ['sister'] }] }]
    await links.saveRules(carla, cast.harbor, own)
    expect(await links.settings(carla, cast.harbor)).toMatchObject({ rules: own, ownRules: true })
    const tried = { url: 'https://example.org/?utm_source=Sister' }
    expect(await links.tryLink(carla, cast.harbor, tried)).toMatchObject({
      channel: 'partner',
      rule: 0,
      signals: { source: 'sister' },
    })
    expect(await links.tryLink(carla, cast.harbor, { ...tried, rules: [] })).toMatchObject({
      channel: 'direct',
      rule: null,
    })
    await links.saveRules(carla, cast.harbor, null)
    expect(await links.settings(carla, cast.harbor)).toMatchObject({ rules: defaultChannelRules, ownRules: false })
    const facts = await ledger.t.superuser<
      { version: number; cause: string; withdrawn: boolean }[]
    >`select version, cause, withdrawn from fact where kind = 'channel_rules' order by version`
    expect(facts.map(({ version, cause, withdrawn }) => ({ version, cause, withdrawn }))).toEqual([
      { version: 1, cause: 'rule_change', withdrawn: false },
      { version: 2, cause: 'rule_change', withdrawn: true },
    ])
  })

  test('that are wrong are refused by name and change nothing', async () => {
    await expect(links.saveRules(carla, cast.harbor, [{ channel: 'fax', when: [] }])).rejects.toThrow('no such channel')
    const contradicting = {
      ...defaultNaming,
      parameters: { ...defaultNaming.parameters, utm_source: { required: true, allowed: ['FB'], pattern: '' } },
    }
    await expect(links.saveNaming(carla, cast.harbor, contradicting)).rejects.toMatchObject({
      field: 'naming.parameters.utm_source.allowed',
    })
    expect(await links.settings(carla, cast.harbor)).toMatchObject({ ownRules: false, naming: defaultNaming })
  })

  test('of templates: saved, changed, one of a name, taken away', async () => {
    const templateId = randomUUID()
    await links.saveTemplate(carla, cast.harbor, { templateId, name: 'Ads', values: { utm_source: 'facebook' } })
    await links.saveTemplate(carla, cast.harbor, { templateId, name: 'Ads', values: { utm_source: 'meta' } })
    expect((await links.settings(carla, cast.harbor)).templates).toEqual([
      { templateId, name: 'Ads', values: { utm_source: 'meta' } },
    ])
    const again = { templateId: randomUUID(), name: 'Ads', values: {} }
    await expect(links.saveTemplate(carla, cast.harbor, again)).rejects.toThrow('There is a template “Ads” already')
    await links.removeTemplate(carla, cast.harbor, templateId)
    expect((await links.settings(carla, cast.harbor)).templates).toEqual([])
    await expect(links.removeTemplate(carla, cast.harbor, templateId)).rejects.toThrow('No such template')
  })

  test('are for those who may: a viewer reads none, an analyst changes none, another client sees none', async () => {
    await expect(links.settings(vera, cast.harbor)).rejects.toThrow('does not allow')
    await expect(links.settings(otto, cast.harbor)).rejects.toThrow('No such client')
    expect(await links.settings(ana, cast.rivers)).toMatchObject({ ownRules: false })
    await expect(links.saveNaming(ana, cast.rivers, defaultNaming)).rejects.toThrow('does not allow')
    await expect(make({}, ana, cast.rivers)).rejects.toThrow('does not allow')
  })
})

describe('a tracked link', () => {
  test('leads a person to its page with its codes and a click id of their own, and is counted', async () => {
    const { linkId, code } = await make()
    expect(code).toMatch(/^[a-z2-9]{7}$/)
    const target =
      'https://give.forms.example/donate/spring?amount=25&utm_source=facebook&utm_medium=social&utm_campaign=gala&refcode=fb_gala'
    const [first, second] = [await follow(code), await follow(code.toUpperCase())]
    const clickId = /refcode2=(tl_[a-z0-9_]+)#top$/.exec(first ?? '')?.[1] ?? ''
    expect(first).toBe(`${target}&refcode2=${clickId}#top`)
    expect(second).not.toBe(first)
    expect(clickId.length).toBeLessThanOrEqual(40)
    expect(codeInClickId(clickId)).toBe(code)
    await done()
    expect(await linkOf(linkId)).toMatchObject({ clicks: 2, lastClickedAt: testNow.toISOString(), channel: 'ads' })
    const events = await ledger.t.superuser<{ properties: Record<string, unknown>; contact_no: number }[]>`
      select properties, contact_no from event where tenant_id = ${cast.harbor} and kind = 3`
    expect(events).toHaveLength(2)
    expect(events.map(({ contact_no }) => contact_no)).toEqual([0, 0])
    expect(events.map(({ properties }) => properties['click_id'])).toContain(clickId)
    expect(events[0]?.properties).toMatchObject({
      link_code: code,
      place: { channel: 'ads', refcode: 'fb_gala', campaign: null },
      destination_url: 'https://give.forms.example/donate/spring?amount=25#top',
    })
    const found = await ledger.inside((inside) => linksOfClicks(inside, [clickId, 'tl_nobodys_abcdefghjkmn', 'fb_x']))
    expect([...found]).toEqual([[clickId, expect.objectContaining({ linkId, code })]])
  })

  test('leads machines too, and counts none of them', async () => {
    const { linkId, code } = await make()
    const agents = [
      'facebookexternalhit/1.1',
      'Twitterbot/1.0',
      'Slackbot-LinkExpanding 1.0',
      'WhatsApp/2.23',
      'curl/8.5',
      '',
      'Mozilla/5.0 (compatible; Googlebot/2.1)',
    ]
    for (const userAgent of agents) expect(await follow(code, '', { userAgent })).not.toContain('refcode2')
    expect(await follow(code, '', { method: 'HEAD' })).not.toContain('refcode2')
    expect(await follow(code, '', { purpose: 'prefetch' })).not.toContain('refcode2')
    await done()
    expect(await linkOf(linkId)).toMatchObject({ clicks: 0, lastClickedAt: null })
    expect(
      await follow(code, '', { userAgent: 'Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 20) Chrome/120' }),
    ).toContain('refcode2')
    await done()
    expect(await linkOf(linkId)).toMatchObject({ clicks: 1 })
  })

  test('takes over click ids of others and nothing else, so that nobody is led elsewhere', async () => {
    const { code } = await make()
    const search = '?fbclid=IwAR%26x&url=https://evil.example&utm_source=evil&refcode=evil&amount=1#@evil.example'
    const location = (await follow(code, search)) ?? ''
    expect(location).toContain('&fbclid=IwAR%26x&refcode2=tl_')
    expect(location).not.toContain('evil')
    expect(new URL(location).hostname).toBe('give.forms.example')
    expect((await follow(code, `?fbclid=${'x'.repeat(9_000)}`))?.length).toBeLessThan(400)
    await done()
  })

  test('whose second code is taken, or that leads elsewhere, carries the click in a parameter of its own', async () => {
    const taken = await make({ values: { ...values, refcode2: 'summer' } })
    expect(await follow(taken.code)).toMatch(/refcode2=summer&tlid=tl_\w+#top$/)
    const elsewhere = await make({ destination: 'https://www.example.org/' })
    expect(await follow(elsewhere.code)).toMatch(/&tlid=tl_\w+$/)
    await done()
  })

  test('leads nowhere once archived, its code stays taken, and it can be brought back', async () => {
    const { linkId, code } = await make({ code: 'gala_26' })
    expect(code).toBe('gala_26')
    await links.archive(carla, cast.harbor, linkId, true)
    expect(await follow(code)).toBeUndefined()
    await expect(make({ code })).rejects.toThrow('This code is taken already')
    await expect(make({ code }, otto, cast.prairie)).rejects.toThrow('This code is taken already')
    await links.archive(carla, cast.harbor, linkId, false)
    expect(await follow(code)).toContain('give.forms.example')
    await done()
    for (const nobodys of ['nobody1', '', '../x', "a' or 1=1", 'x'.repeat(500)])
      expect(await follow(nobodys)).toBeUndefined()
  })

  test('is of its client alone', async () => {
    const { linkId } = await make()
    expect((await links.list(otto, cast.prairie)).map((link) => link.linkId)).not.toContain(linkId)
    await expect(links.archive(otto, cast.prairie, linkId, true)).rejects.toThrow('No such link')
    await expect(links.list(otto, cast.harbor)).rejects.toThrow('No such client')
    expect((await linkOf(linkId))?.archivedAt).toBeNull()
  })

  test('made twice at once with one code is made once', async () => {
    const both = await Promise.allSettled([make({ code: 'twin' }), make({ code: 'twin' }, otto, cast.prairie)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test.each([
    ['no https', { destination: 'http://www.example.org/' }, 'destination', 'https://'],
    ['a script', { destination: 'javascript:alert(1)' }, 'destination', 'no web address'],
    [
      '5,000 characters',
      { destination: `https://www.example.org/?x=${'a'.repeat(5_000)}` },
      'destination',
      'at most 2,000',
    ],
    [
      'a person in it',
      { destination: 'https://www.example.org/?email=ann@example.org' },
      'destination',
      'name a person',
    ],
    ['a place left open', { values: { ...values, utm_content: '{{ad.id}}' } }, 'destination', 'left open'],
    ['a missing tag', { values: { ...values, utm_medium: '' } }, 'values.utm_medium', 'needed'],
    ['a code of other letters', { code: 'gala-26' }, 'code', 'small letters'],
    ['an unknown channel', { channel: 'fax' }, 'channel', 'no such channel'],
    ['no name', { name: ' ' }, 'name', 'needs a name'],
  ])('is refused with %s', async (_, more, field, words) => {
    await expect(make(more)).rejects.toMatchObject({ field, message: expect.stringContaining(words) as string })
  })

  test('that very many follow at once loses none and writes a few batches', async () => {
    const { linkId, code } = await make()
    const batches = async () =>
      Number(
        (await ledger.t.superuser`select max(batch)::text as n from batch where tenant_id = ${cast.harbor}`)[0]?.['n'],
      )
    const before = await batches()
    await Promise.all(Array.from({ length: 300 }, () => follow(code)))
    await done()
    expect(await linkOf(linkId)).toMatchObject({ clicks: 300 })
    expect((await batches()) - before).toBeLessThanOrEqual(20)
    expect(reports).toEqual([])
  })
})
