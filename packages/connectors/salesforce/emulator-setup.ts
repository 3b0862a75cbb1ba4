import type { EmulatedOrg } from './emulator-org.ts'

const madeAt = '2020-01-06T15:00:00.000Z'

/** What every org has before anybody works in it: stages, record types, users, a queue, models of influence. */
export interface Setup {
  users: { rep: string; left: string }
  queue: string
  recordTypes: { newBusiness: string; renewal: string }
  models: { default: string; own: string; open: string }
}

const stages = [
  ['Prospecting', 10, false, false, 'Pipeline'],
  ['Qualification', 10, false, false, 'Pipeline'],
  ['Proposal/Price Quote', 75, false, false, 'BestCase'],
  ['Negotiation/Review', 90, false, false, 'Commit'],
  ['Closed Won', 100, true, true, 'Closed'],
  ['Closed Lost', 0, true, false, 'Omitted'],
] as const

/** The stages that a record type offers, where it does not offer all. */
export const renewalStages = ['Qualification', 'Negotiation/Review', 'Closed Won', 'Closed Lost']

export function setUp(org: EmulatedOrg): Setup {
  const add = (object: string, fields: Record<string, string | number | boolean>) =>
    org.insert(object, fields, madeAt).Id
  stages.forEach(([MasterLabel, DefaultProbability, IsClosed, IsWon, ForecastCategory], index) =>
    add('OpportunityStage', {
      ...{ MasterLabel, ApiName: MasterLabel, IsActive: true, SortOrder: index + 1 },
      ...{ DefaultProbability, IsClosed, IsWon, ForecastCategory },
    }),
  )
  if (org.currencies === 'several')
    for (const IsoCode of ['USD', 'CAD'])
      add('CurrencyType', { IsoCode, IsCorporate: IsoCode === 'USD', ConversionRate: IsoCode === 'USD' ? 1 : 1.37 })
  const type = (Name: string) =>
    add('RecordType', { Name, DeveloperName: Name.replace(' ', '_'), SobjectType: 'Opportunity', IsActive: true })
  const model = (DeveloperName: string, IsDefaultModel: boolean, IsModelLocked: boolean) =>
    add('CampaignInfluenceModel', {
      ...{ DeveloperName, MasterLabel: DeveloperName.replaceAll('_', ' '), IsDefaultModel, IsModelLocked },
      ...{ IsActive: true, ModelType: IsDefaultModel ? 'PrimaryCampaignSource' : 'Custom' },
    })
  const user = (Name: string, IsActive: boolean) =>
    add('User', { Name, Username: `${Name.toLowerCase()}@example.org`, IsActive, UserType: 'Standard' })
  return {
    users: { rep: user('Robin', true), left: user('Lee', false) },
    queue: add('Group', { Name: 'Inbound', Type: 'Queue' }),
    recordTypes: { newBusiness: type('New Business'), renewal: type('Renewal') },
    models: {
      default: model('Primary_Campaign_Source', true, true),
      own: model('Throughline', false, true),
      open: model('Even_Share', false, false),
    },
  }
}
