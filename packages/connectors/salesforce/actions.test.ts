import { AskCustomer, RetryLater } from '@throughline/connector-kit'
import { describe, expect, test } from 'vitest'
import { diffInfluence, rounded, type Share } from './influence-diff.ts'
import { ctxOf, fresh, type SalesforceDrive } from './test-drive.ts'
import fc from 'fast-check'

const action = (drive: SalesforceDrive, name: string) => {
  const found = drive.connector.actions[name]
  if (!found) throw new Error(name)
  return found
}
const failed = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('writing fields', () => {
  const prepared = () => {
    const drive = fresh()
    const { open = '', won = '' } = drive.emulator.seeded?.deals ?? {}
    const write = action(drive, 'write_fields')
    const input = (records: object[], object = 'Opportunity') => write.input.parse({ object, records })
    return { drive, write, ctx: ctxOf(drive), input, open, won, org: drive.emulator.org }
  }

  test('is previewed with what stands there and what would, and says where nothing would change', async () => {
    const { write, ctx, input, open, drive } = prepared()
    const effect = await write.preview(
      ctx,
      input([{ id: open, fields: { Attributed_Revenue__c: 10, LeadSource: 'Web' } }]),
    )
    expect(effect).toEqual({
      summary: 'Changes Attributed_Revenue__c of 1 opportunity in Salesforce.',
      before: { [open]: { Attributed_Revenue__c: null, LeadSource: 'Web' } },
      after: { [open]: { Attributed_Revenue__c: 10, LeadSource: 'Web' } },
    })
    expect(await write.preview(ctx, input([{ id: open, fields: { LeadSource: 'Web' } }]))).toMatchObject({
      nothing: true,
    })
    expect(drive.emulator.writes?.()).toBe(0)
  })

  test('writes only what differs, and puts back only what nobody changed since', async () => {
    const { write, ctx, input, open, won, org } = prepared()
    const asked = input([
      { id: open, fields: { Attributed_Revenue__c: 10, LeadSource: 'Web' } },
      { id: `${org.orgId}:${won}`, fields: { Attributed_Revenue__c: 20, LeadSource: 'Ads' } },
    ])
    const done = await write.run(ctx, asked, 'k')
    expect(done.detail).toMatchObject({ changed: 2, failed: [] })
    expect(org.get('Opportunity', won)).toMatchObject({ Attributed_Revenue__c: 20, LeadSource: 'Ads' })
    org.update('Opportunity', won, { LeadSource: 'Theirs' })
    await write.undo?.(ctx, done, asked)
    expect(org.get('Opportunity', open).Attributed_Revenue__c).toBeNull()
    expect(org.get('Opportunity', won)).toMatchObject({ Attributed_Revenue__c: null, LeadSource: 'Theirs' })
  })

  test('by the thousand goes in twos of hundreds; some may fail while the others stand', async () => {
    const { drive, write, ctx, input, org } = prepared()
    const ids = Array.from({ length: 450 }, () => org.insert('Contact', { LastName: 'X' }).Id)
    drive.emulator.knobs.write.refuses.set(ids[7] ?? '', {
      code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      fields: ['Score__c'],
    })
    const asked = input(
      ids.map((id) => ({ id, fields: { Score__c: 3 } })),
      'Contact',
    )
    const done = await write.run(ctx, asked, 'k')
    expect(done.detail).toMatchObject({
      changed: 449,
      failed: [{ id: ids[7], code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Score__c'] }],
    })
    expect(drive.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(3)
    expect(org.get('Contact', ids[7] ?? '').Score__c).toBeUndefined()
    await write.undo?.(ctx, done, asked)
    expect(ids.every((id) => (org.get('Contact', id).Score__c ?? null) === null)).toBe(true)
  })

  test('that all fail asks the customer, in words and by field', async () => {
    const { drive, write, ctx, input, open } = prepared()
    drive.emulator.knobs.write.refuses.set(open, { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['LeadSource'] })
    const error = await failed(write.run(ctx, input([{ id: open, fields: { LeadSource: 'Ads' } }]), 'k'))
    expect((error as AskCustomer).say).toContain('validation rule')
    expect((error as AskCustomer).say).toContain('LeadSource')
  })

  test('waits where somebody else holds a record, and goes on with what is left', async () => {
    const { drive, write, ctx, input, open, won, org } = prepared()
    drive.emulator.knobs.write.locked.set(won, 1)
    const asked = input([open, won].map((id) => ({ id, fields: { LeadSource: 'Ads' } })))
    expect(await failed(write.run(ctx, asked, 'k'))).toBeInstanceOf(RetryLater)
    expect(org.get('Opportunity', open).LeadSource).toBe('Ads')
    expect(await write.find(ctx, 'k', asked)).toBeUndefined()
    await write.run(ctx, asked, 'k')
    expect(org.get('Opportunity', won).LeadSource).toBe('Ads')
    expect(await write.find(ctx, 'k', asked)).toBeDefined()
  })

  test('never writes personal data, a field that is read-only or none, or a record of another org', async () => {
    const { write, ctx, input, open, drive } = prepared()
    const avery = drive.emulator.seeded?.contacts.avery ?? ''
    for (const [object, id, fields] of [
      ['Contact', avery, { Email: 'x@example.org' }],
      ['Contact', avery, { LastName: 'X' }],
      ['Contact', avery, { MailingStreet: 'X' }],
      ['Opportunity', open, { IsWon: true }],
      ['Opportunity', open, { Nothing__c: 1 }],
      ['Opportunity', `00D5e000001other00:${open}`, { LeadSource: 'X' }],
      ['Opportunity', '0065e00000ZZZZzAAP', { LeadSource: 'X' }],
    ] as const)
      expect([Object.keys(fields), await failed(write.preview(ctx, input([{ id, fields }], object)))]).toEqual([
        Object.keys(fields),
        expect.any(AskCustomer),
      ])
    expect(
      write.input.safeParse({ object: 'Opportunity', records: [{ id: open, fields: { 'a b': 1 } }] }).success,
    ).toBe(false)
    expect(
      write.input.safeParse({ object: 'Organization', records: [{ id: open, fields: { Name: 'x' } }] }).success,
    ).toBe(false)
    expect(drive.emulator.writes?.()).toBe(0)
  })

  test('after a crash that lost what stood before cannot be taken back, and says so', async () => {
    const { write, ctx, input, open } = prepared()
    const asked = input([{ id: open, fields: { LeadSource: 'Ads' } }])
    await write.run(ctx, asked, 'k')
    const found = await write.find(ctx, 'k', asked)
    expect(await failed(write.undo?.(ctx, found ?? { ref: '' }, asked) ?? Promise.resolve())).toBeInstanceOf(
      AskCustomer,
    )
  })
})

describe('writing influence', () => {
  const prepared = () => {
    const drive = fresh()
    const { seeded, org, setup } = drive.emulator
    const write = action(drive, 'write_influence')
    const input = (shares: Share[], more: object = {}) =>
      write.input.parse({ opportunities: [{ opportunity: seeded?.deals.won, shares }], ...more })
    const rows = (model = setup.models.own) =>
      [...org.table('CampaignInfluence').having('ModelId', [model])]
        .filter(({ IsDeleted }) => IsDeleted !== true)
        .map(({ CampaignId, Influence }) => [CampaignId, Influence])
        .sort()
    return {
      drive,
      write,
      ctx: ctxOf(drive),
      input,
      rows,
      org,
      setup,
      campaigns: seeded?.campaigns ?? { season: '', email: '', show: '' },
      avery: seeded?.contacts.avery ?? '',
      blake: seeded?.contacts.blake ?? '',
      won: seeded?.deals.won ?? '',
    }
  }

  test('adds, changes and removes so that exactly the shares stand, summing to what they summed to', async () => {
    const { write, ctx, input, rows, campaigns, avery, won, org } = prepared()
    const asked = input([
      { campaign: campaigns.email, contact: avery, percent: 100 / 3 },
      { campaign: campaigns.season, contact: avery, percent: 200 / 3 },
    ])
    const effect = await write.preview(ctx, asked)
    expect(effect.summary).toContain('1 to add, 1 to change, 1 to remove')
    await write.run(ctx, asked, 'k')
    expect(rows()).toEqual(
      [
        [campaigns.email, 33.33],
        [campaigns.season, 66.67],
      ].sort(),
    )
    const [row] = org.table('CampaignInfluence').having('CampaignId', [campaigns.season])
    expect(row).toMatchObject({ OpportunityId: won, RevenueShare: (4_400.5 * 66.67) / 100 })
    expect(await write.preview(ctx, asked)).toMatchObject({ nothing: true })
  })

  test('leaves the rows of other models alone, and is taken back to the row', async () => {
    const { write, ctx, input, rows, setup, campaigns, avery } = prepared()
    const [own, theirs] = [rows(), rows(setup.models.default)]
    const asked = input([{ campaign: campaigns.season, contact: avery, percent: 100 }])
    const done = await write.run(ctx, asked, 'k')
    expect(rows()).toEqual([[campaigns.season, 100]])
    expect(rows(setup.models.default)).toEqual(theirs)
    await write.undo?.(ctx, done, asked)
    expect(rows()).toEqual(own)
  })

  test('refuses the default model, an open one, one that is not there, and an org without the feature', async () => {
    const { drive, write, ctx, input, campaigns, avery, rows } = prepared()
    const before = rows()
    const shares = [{ campaign: campaigns.season, contact: avery, percent: 10 }]
    for (const [model, words] of [
      ['Primary_Campaign_Source', 'default model'],
      ['Even_Share', 'not locked'],
      ['Nobody', 'no campaign influence model'],
    ] as const) {
      expect(((await failed(write.preview(ctx, input(shares, { model })))) as AskCustomer).say).toContain(words)
      expect(await failed(write.run(ctx, input(shares, { model }), 'k'))).toBeInstanceOf(AskCustomer)
    }
    drive.emulator.hidden.add('CampaignInfluenceModel').add('CampaignInfluence')
    expect(((await failed(write.preview(ctx, input(shares)))) as AskCustomer).say).toContain('not switched on')
    drive.emulator.hidden.clear()
    expect(rows()).toEqual(before)
  })

  test('warns of contacts without a role in the deal, and stands without their rows', async () => {
    const { write, ctx, input, rows, campaigns, avery, blake } = prepared()
    const asked = input([
      { campaign: campaigns.email, contact: avery, percent: 40 },
      { campaign: campaigns.season, contact: blake, percent: 60 },
    ])
    expect((await write.preview(ctx, asked)).summary).toContain('refuse 1')
    const done = await write.run(ctx, asked, 'k')
    expect(done.detail).toMatchObject({
      failed: [{ campaign: campaigns.season, code: 'FIELD_INTEGRITY_EXCEPTION', fields: ['ContactId'] }],
    })
    expect(rows()).toEqual([[campaigns.email, 40]])
  })

  test('killed after the rows were removed, or without an answer, is finished by doing it again', async () => {
    const { drive, write, ctx, input, rows, campaigns, avery } = prepared()
    const asked = input([{ campaign: campaigns.season, contact: avery, percent: 25 }])
    drive.emulator.faults.next({ type: 'network' }, { path: '/composite/sobjects', times: 2 })
    expect(await failed(write.run(ctx, asked, 'k'))).toBeInstanceOf(RetryLater)
    drive.clock.advance(60_000)
    const { fetch } = drive.around
    drive.around.fetch = (request) =>
      request.method === 'POST' ? Promise.reject(new TypeError('killed')) : fetch(request)
    expect(await failed(write.run(ctx, asked, 'k'))).toBeInstanceOf(RetryLater)
    expect(rows()).toEqual([])
    drive.around.fetch = fetch
    drive.clock.advance(60_000)
    expect(await write.find(ctx, 'k', asked)).toBeUndefined()
    await write.run(ctx, asked, 'k')
    expect(rows()).toEqual([[campaigns.season, 25]])
    expect(await write.find(ctx, 'k', asked)).toBeDefined()
  })

  test('is never sent twice where the answer was lost, and no row stands twice', async () => {
    const { drive, write, ctx, input, rows, campaigns, avery, org, setup } = prepared()
    const asked = input([{ campaign: campaigns.season, contact: avery, percent: 25 }])
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      const response = await fetch(request)
      if (request.method === 'POST') throw new TypeError('lost on the way back')
      return response
    }
    expect(await failed(write.run(ctx, asked, 'k'))).toBeInstanceOf(RetryLater)
    drive.around.fetch = fetch
    drive.clock.advance(60_000)
    expect(await write.find(ctx, 'k', asked)).toBeDefined()
    expect(rows()).toHaveLength(1)
    expect(
      org
        .table('CampaignInfluence')
        .having('ModelId', [setup.models.own])
        .filter(({ IsDeleted }) => IsDeleted !== true),
    ).toHaveLength(1)
  })

  test('takes no more than 100 percent of a deal, and each campaign once', () => {
    const { write, campaigns, avery } = prepared()
    const parse = (shares: Share[]) => write.input.safeParse({ opportunities: [{ opportunity: 'x', shares }] }).success
    expect(
      parse([
        { campaign: campaigns.email, percent: 60 },
        { campaign: campaigns.season, percent: 40 },
      ]),
    ).toBe(true)
    expect(
      parse([
        { campaign: campaigns.email, percent: 60 },
        { campaign: campaigns.season, percent: 41 },
      ]),
    ).toBe(false)
    expect(
      parse([
        { campaign: campaigns.email, percent: 6, contact: avery },
        { campaign: campaigns.email, percent: 4, contact: avery },
      ]),
    ).toBe(false)
    expect(parse([{ campaign: campaigns.email, percent: -1 }])).toBe(false)
  })
})

describe('laws of influence', () => {
  const shares = fc
    .uniqueArray(
      fc.record({
        campaign: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        weight: fc.double({ min: 0.001, max: 1, noNaN: true }),
      }),
      { selector: ({ campaign }) => campaign, maxLength: 5 },
    )
    .map((parts): Share[] => {
      const sum = parts.reduce((total, { weight }) => total + weight, 0)
      return parts.map(({ campaign, weight }) => ({ campaign, percent: (weight / sum) * 100 }))
    })

  test('rounded shares have two places, are each within one of them, and sum to 100 as they did', () => {
    fc.assert(
      fc.property(shares, (given) => {
        const told = new Map(rounded(given).map(({ campaign, percent }) => [campaign, percent]))
        const hundredths = [...told.values()].reduce((sum, percent) => sum + Math.round(percent * 100), 0)
        expect(hundredths).toBe(given.length === 0 ? 0 : 10_000)
        for (const { campaign, percent } of given)
          expect(Math.abs((told.get(campaign) ?? 0) - percent)).toBeLessThan(0.0101)
      }),
    )
  })

  test('a diff, carried out, leaves exactly what is wanted; a second one finds nothing', () => {
    const standing = fc.array(
      fc.record({ campaign: fc.constantFrom('a', 'b', 'c', 'f'), percent: fc.integer({ min: 1, max: 50 }) }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(standing, shares, (before, given) => {
        const wanted = new Map([['deal', rounded(given)]])
        const rows = before.map((share, index) => ({ ...share, id: String(index), opportunity: 'deal' }))
        const { insert, update, remove } = diffInfluence(rows, wanted)
        const gone = new Set(remove.map(({ id }) => id))
        const changed = new Map(update.map((row) => [row.id, row.percent]))
        const after = [
          ...rows
            .filter(({ id }) => !gone.has(id))
            .map((row) => ({ ...row, percent: changed.get(row.id) ?? row.percent })),
          ...insert.map((row, index) => ({ ...row, id: `new${index}` })),
        ]
        expect(new Map(after.map(({ campaign, percent }) => [campaign, percent]))).toEqual(
          new Map(wanted.get('deal')?.map(({ campaign, percent }) => [campaign, percent])),
        )
        expect(after).toHaveLength(wanted.get('deal')?.length ?? 0)
        expect(diffInfluence(after, wanted)).toEqual({ insert: [], update: [], remove: [] })
      }),
    )
  })
})
