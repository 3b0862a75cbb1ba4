import { AskCustomer } from '@throughline/connector-kit'
import { expect, test } from 'vitest'
import { ctxOf, fresh } from './test-drive.ts'

function prepared() {
  const drive = fresh()
  const { seeded, org, setup } = drive.emulator
  const action = drive.connector.actions['write_attribution']
  if (!action || !seeded) throw new Error('nothing to try')
  const key = (id: string) => `${org.orgId}:${id}`
  const rows = () =>
    [...org.table('CampaignInfluence').having('ModelId', [setup.models.own])]
      .filter(({ IsDeleted }) => IsDeleted !== true)
      .map(({ CampaignId, Influence }) => [CampaignId, Influence])
      .sort()
  return { drive, action, ctx: ctxOf(drive), key, rows, org, ...seeded }
}

test('credit of a deal stands in its fields and as influence together exactly 100, written once', async () => {
  const { drive, action, ctx, key, rows, org, deals, campaigns } = prepared()
  const shares = [
    { campaign: key(campaigns.email), percent: 33.34 },
    { campaign: key(campaigns.season), percent: 66.66 },
  ]
  const { influenceModel } = ctx.config as { influenceModel: string }
  const input = action.input.parse({
    of: 'deal',
    keys: [key(deals.won)],
    fields: { Attribution_Model__c: 'linear', Attributed_Revenue__c: 10 },
    influence: { model: influenceModel, shares },
  })
  expect(await action.find(ctx, 'k', input)).toBeUndefined()
  expect((await action.preview(ctx, input)).summary).toContain('Attribution_Model__c')
  expect(drive.emulator.writes?.()).toBe(0)
  await action.run(ctx, input, 'k')
  expect(org.get('Opportunity', deals.won)).toMatchObject({ Attribution_Model__c: 'linear', Attributed_Revenue__c: 10 })
  expect(rows()).toEqual(
    [
      [campaigns.email, 33.34],
      [campaigns.season, 66.66],
    ].sort(),
  )
  expect(await action.find(ctx, 'k', input)).toBeDefined()
  const writes = drive.emulator.writes?.()
  await action.run(ctx, input, 'k')
  expect(drive.emulator.writes?.()).toBe(writes)
  expect(await action.preview(ctx, input)).toMatchObject({ nothing: true })
})

test('credit of a contact stands in its fields alone; a field that is not there is refused in words', async () => {
  const { action, ctx, key, org, contacts } = prepared()
  const input = (fields: object) => action.input.parse({ of: 'contact', keys: [key(contacts.avery)], fields })
  await action.run(ctx, input({ First_Touch__c: 'sms' }), 'k')
  expect(org.get('Contact', contacts.avery).First_Touch__c).toBe('sms')
  await expect(action.run(ctx, input({ Nothing__c: 'sms' }), 'k')).rejects.toThrow(AskCustomer)
})
