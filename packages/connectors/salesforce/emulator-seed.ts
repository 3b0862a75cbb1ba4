import type { EmulatedOrg, Fields } from './emulator-org.ts'
import type { Setup } from './emulator-setup.ts'

/** Ids of the small org that tests and examples speak of. */
export interface Seeded {
  deals: Record<'open' | 'won' | 'lost' | 'reopened' | 'imported' | 'personal' | 'deleted' | 'rescued', string>
  contacts: Record<'avery' | 'blake' | 'casey' | 'merged' | 'deleted', string>
  campaigns: Record<'season' | 'email' | 'show', string>
  leads: Record<'fresh' | 'converted' | 'shy', string>
}

/** A small org with every shape that trips integrators; its last change is hours before 2026-11-15 17:00 UTC. */
export function seed(org: EmulatedOrg, { users, queue, recordTypes, models }: Setup): Seeded {
  const add = (object: string, at: string, fields: Fields) => org.insert(object, fields, at).Id
  const acme = add('Account', '2026-02-02T16:00:00Z', {
    Name: 'Example Roofing Supply',
    Industry: 'Construction',
    OwnerId: users.rep,
  })
  add('Account', '2026-02-03T16:00:00Z', { Name: 'Example Roofing South', ParentId: acme, OwnerId: users.left })

  const contact = (at: string, fields: Fields) => add('Contact', at, { OwnerId: users.rep, ...fields })
  const avery = contact('2026-02-04T09:00:00Z', {
    ...{ AccountId: acme, FirstName: 'Avery', LastName: 'Example', Email: 'avery@example.org', LeadSource: 'Web' },
    ...{ MobilePhone: '(314) 555-0142', MailingStreet: '12 Sample St\r\nApt "B", rear', MailingCity: 'St. Louis' },
    ...{ MailingState: 'MO', MailingPostalCode: '63101', MailingCountry: 'United States', Score__c: 12 },
  })
  const blake = contact('2026-02-05T09:00:00Z', {
    ...{ AccountId: acme, FirstName: 'Blake', LastName: 'Sample', Email: 'Blake@Example.org', Phone: '312-555-0143' },
    ...{ HasOptedOutOfEmail: true, DoNotCall: true },
  })
  const casey = contact('2026-02-06T09:00:00Z', { LastName: 'Sample, "Casey"' })
  const merged = contact('2026-02-07T09:00:00Z', { FirstName: 'A.', LastName: 'Example', Email: 'avery@example.com' })
  const deleted = contact('2026-02-08T09:00:00Z', { LastName: 'Gone', Email: 'gone@example.org' })
  const drewContact = contact('2026-03-01T10:00:00Z', {
    FirstName: 'Drew',
    LastName: 'Demo',
    Email: 'drew@example.org',
    IsPersonAccount: true,
  })
  const drew = add('Account', '2026-03-01T10:00:00Z', {
    ...{ Name: 'Drew Demo', FirstName: 'Drew', LastName: 'Demo', IsPersonAccount: true, PersonContactId: drewContact },
    ...{ PersonEmail: 'drew@example.org', PersonMobilePhone: '+1 312 555 0144', OwnerId: users.rep },
  })
  org.touchSilently('Contact', drewContact, { AccountId: drew })

  const season = add('Campaign', '2026-01-05T12:00:00Z', {
    Name: 'Season 2026',
    Type: 'Other',
    Status: 'In Progress',
    IsActive: true,
    OwnerId: users.rep,
  })
  const email = add('Campaign', '2026-01-06T12:00:00Z', {
    ...{ Name: 'Spring e-mail', ParentId: season, Type: 'Email', Status: 'Completed', IsActive: false },
    ...{ StartDate: '2026-03-01', EndDate: '2026-03-31', BudgetedCost: 900, ActualCost: 812.5, NumberSent: 1_200 },
    ...{ NumberOfContacts: 2, NumberOfLeads: 1, NumberOfResponses: 1, OwnerId: users.rep },
  })
  const show = add('Campaign', '2026-01-07T12:00:00Z', {
    Name: 'Trade show',
    ParentId: season,
    Type: 'Trade Show',
    Status: 'Planned',
    IsActive: true,
    BudgetedCost: 15_000_000,
  })
  const member = (at: string, fields: Fields) =>
    add('CampaignMember', at, { Status: 'Sent', HasResponded: false, ...fields })
  member('2026-03-01T13:00:00Z', {
    CampaignId: email,
    ContactId: avery,
    Status: 'Responded',
    HasResponded: true,
    FirstRespondedDate: '2026-03-03',
  })
  member('2026-03-01T13:00:00Z', { CampaignId: email, ContactId: blake })
  member('2026-03-02T13:00:00Z', { CampaignId: show, ContactId: merged })

  const lead = (at: string, fields: Fields) =>
    add('Lead', at, { Status: 'Open - Not Contacted', OwnerId: queue, IsConverted: false, ...fields })
  const fresh = lead('2026-10-01T08:00:00Z', {
    ...{
      FirstName: 'Emery',
      LastName: 'Example',
      Company: 'Example Gutters',
      Email: 'emery@example.org',
      Phone: '3125550145',
    },
    ...{ LeadSource: 'Google Ads', UTM_Source__c: 'google', UTM_Campaign__c: 'gutters' },
  })
  const shy = lead('2026-10-02T08:00:00Z', { LastName: 'Unknown', Company: '-', DoNotCall: true })
  const converted = lead('2026-03-05T08:00:00Z', {
    FirstName: 'Avery',
    LastName: 'Example',
    Company: 'Example Roofing Supply',
    Email: 'avery@example.org',
  })
  member('2026-03-06T13:00:00Z', { CampaignId: email, LeadId: fresh })

  const deal = (at: string, fields: Fields) =>
    add('Opportunity', at, {
      AccountId: acme,
      OwnerId: users.rep,
      RecordTypeId: recordTypes.newBusiness,
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
      ...fields,
    })
  const open = deal('2026-08-02T09:14:31Z', { Name: 'Reroof', Amount: 12_500, CampaignId: email, LeadSource: 'Web' })
  org.update('Opportunity', open, { StageName: 'Proposal/Price Quote' }, '2026-08-20T12:00:00Z')
  org.update('Opportunity', open, { Amount: 13_000 }, '2026-09-01T12:00:00Z')
  const won = deal('2026-03-05T10:00:00Z', { Name: 'Shingles', Amount: 4_300.5, CampaignId: email })
  org.update('Opportunity', won, { StageName: 'Qualification' }, '2026-03-09T10:00:00Z')
  org.update('Opportunity', won, { StageName: 'Closed Won' }, '2026-04-01T15:30:00Z')
  org.update('Opportunity', won, { CloseDate: '2026-04-30', Amount: 4_400.5 }, '2026-05-02T10:00:00Z')
  const lost = deal('2026-04-01T10:00:00Z', { Name: 'Gutters', Amount: null, RecordTypeId: recordTypes.renewal })
  org.update('Opportunity', lost, { StageName: 'Closed Lost' }, '2026-06-01T10:00:00Z')
  const reopened = deal('2026-04-02T10:00:00Z', { Name: 'Skylights', Amount: -250 })
  org.update('Opportunity', reopened, { StageName: 'Closed Lost' }, '2026-05-01T10:00:00Z')
  org.update('Opportunity', reopened, { StageName: 'Negotiation/Review' }, '2026-07-01T10:00:00Z')
  const rescued = deal('2026-04-03T10:00:00Z', { Name: 'Flashing', Amount: 99.99 })
  org.update('Opportunity', rescued, { StageName: 'Closed Lost' }, '2026-05-03T10:00:00Z')
  org.update('Opportunity', rescued, { StageName: 'Closed Won' }, '2026-06-03T10:00:00Z')
  const imported = deal('2026-01-10T10:00:00Z', {
    Name: 'Old',
    Amount: 700,
    StageName: 'Closed Won',
    CloseDate: '2024-05-05',
    withoutHistory: true,
  })
  const personal = deal('2026-09-09T10:00:00Z', { Name: 'Drew’s roof', AccountId: drew, Amount: 8_000 })
  const doomed = deal('2026-09-10T10:00:00Z', { Name: 'Mistake', Amount: 1 })

  const role = (at: string, fields: Fields) => add('OpportunityContactRole', at, { IsPrimary: false, ...fields })
  role('2026-08-02T10:00:00Z', { OpportunityId: open, ContactId: blake, Role: 'Evaluator' })
  role('2026-08-03T10:00:00Z', { OpportunityId: open, ContactId: avery, Role: 'Decision Maker', IsPrimary: true })
  role('2026-03-05T10:00:00Z', { OpportunityId: won, ContactId: avery, IsPrimary: true })
  role('2026-09-10T10:00:00Z', { OpportunityId: doomed, ContactId: casey })
  const influence = (fields: Fields) =>
    add('CampaignInfluence', '2026-04-02T00:00:00Z', { OpportunityId: won, ContactId: avery, ...fields })
  influence({ CampaignId: email, ModelId: models.default, Influence: 100, RevenueShare: 4_400.5 })
  influence({ CampaignId: email, ModelId: models.own, Influence: 40, RevenueShare: 1_760.2 })
  influence({ CampaignId: show, ModelId: models.own, Influence: 60, RevenueShare: 2_640.3 })
  const call = (at: string, fields: Fields) =>
    add('Task', at, { TaskSubtype: 'Call', Status: 'Completed', Subject: 'A call', OwnerId: users.rep, ...fields })
  call('2026-09-11T15:00:00Z', {
    WhoId: avery,
    WhatId: open,
    CallType: 'Outbound',
    CallDurationInSeconds: 184,
    CompletedDateTime: '2026-09-11T15:03:04.000Z',
  })
  call('2026-09-12T15:00:00Z', {
    WhoId: fresh,
    CallType: 'Inbound',
    CallDurationInSeconds: 0,
    Status: 'Not Started',
    ActivityDate: '2026-09-12',
    IsArchived: true,
  })
  add('Task', '2026-09-13T15:00:00Z', { TaskSubtype: 'Email', WhoId: avery, Status: 'Completed', Subject: 'No call' })

  org.update(
    'Lead',
    converted,
    {
      ...{ IsConverted: true, Status: 'Closed - Converted', ConvertedDate: '2026-03-05', ConvertedContactId: avery },
      ...{ ConvertedAccountId: acme, ConvertedOpportunityId: won },
    },
    '2026-03-05T10:00:00Z',
  )
  org.merge('Contact', avery, merged, '2026-11-10T09:00:00Z')
  org.remove('Contact', deleted, '2026-11-11T09:00:00Z')
  org.remove('Opportunity', doomed, '2026-11-12T09:00:00Z')
  return {
    deals: { open, won, lost, reopened, imported, personal, deleted: doomed, rescued },
    contacts: { avery, blake, casey, merged, deleted },
    campaigns: { season, email, show },
    leads: { fresh, converted, shy },
  }
}
