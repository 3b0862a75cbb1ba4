import type { EmulatedOrg, Fields } from './emulator-org.ts'
import { streamObjects } from './emulator-rows.ts'
import type { Setup } from './emulator-setup.ts'

/** Adds a record that a stream reads, changed at this moment; gives back its id. */
export function addRow(org: EmulatedOrg, setup: Setup, stream: string, at: Date, more: Fields = {}): string {
  const type = streamObjects[stream]
  if (!type)
    return org.insert('RecordType', { Name: 'Later', SobjectType: 'Opportunity', IsActive: true, ...more }, at).Id
  return org.insert(type.name, { ...likely(org, setup, type.name, at), ...more }, at).Id
}

/** One whose moment of making is none; of a pipeline, whose name is none. */
export function addBrokenRow(org: EmulatedOrg, setup: Setup, stream: string, at: Date): void {
  const id = addRow(org, setup, stream, at)
  if (stream === 'pipelines') org.touchSilently('RecordType', id, { Name: null })
  else org.touchSilently(streamObjects[stream]?.name ?? '', id, { CreatedDate: 'yesterday' })
}

/** Enough to be one of its kind. */
function likely(org: EmulatedOrg, { users, models }: Setup, object: string, at: Date): Fields {
  const any = (of: string): string => {
    const [row] = [...org.table(of).all].filter(({ IsDeleted }) => IsDeleted !== true)
    return row?.Id ?? org.insert(of, likely(org, { users, models } as Setup, of, at), at).Id
  }
  const OwnerId = users.rep
  switch (object) {
    case 'Opportunity':
      return {
        Name: 'Late',
        StageName: 'Prospecting',
        Amount: 12.5,
        CloseDate: '2026-12-31',
        AccountId: any('Account'),
        OwnerId,
      }
    case 'OpportunityHistory':
      return {
        OpportunityId: any('Opportunity'),
        StageName: 'Qualification',
        Amount: 5,
        Probability: 10,
        ForecastCategory: 'Pipeline',
      }
    case 'OpportunityContactRole':
      return { OpportunityId: any('Opportunity'), ContactId: any('Contact'), Role: 'Other' }
    case 'CampaignMember':
      return { CampaignId: any('Campaign'), ContactId: any('Contact'), Status: 'Sent' }
    case 'CampaignInfluence':
      return { CampaignId: any('Campaign'), OpportunityId: any('Opportunity'), ModelId: models.own, Influence: 5 }
    case 'Task':
      return { TaskSubtype: 'Call', CallType: 'Outbound', Status: 'Completed', WhoId: any('Contact'), OwnerId }
    case 'Group':
      return { Name: 'Late', Type: 'Queue' }
    case 'Lead':
      return { LastName: 'Late', Company: 'Late', Status: 'Open - Not Contacted', OwnerId }
    case 'Contact':
      return { LastName: 'Late', OwnerId }
    default:
      return { Name: 'Late', OwnerId, IsActive: true, UserType: 'Standard', Type: 'Other', Status: 'Planned' }
  }
}
