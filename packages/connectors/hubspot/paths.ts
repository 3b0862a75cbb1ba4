/** HubSpot dates its paths; each version is supported for 18 months (this one until March 2028). */
const version = '2026-09'

export const api = 'https://api.hubapi.com'

export const paths = {
  objects: (type: string) => `/crm/objects/${version}/${type}`,
  object: (type: string, id: string) => `/crm/objects/${version}/${type}/${encodeURIComponent(id)}`,
  batchRead: (type: string) => `/crm/objects/${version}/${type}/batch/read`,
  search: (type: string) => `/crm/objects/${version}/${type}/search`,
  associations: (from: string, to: string) => `/crm/associations/${version}/${from}/${to}/batch/read`,
  properties: (type: string) => `/crm/properties/${version}/${type}`,
  pipelines: (type: string) => `/crm/pipelines/${version}/${type}`,
  owners: `/crm/owners/${version}`,
  campaigns: `/marketing/campaigns/${version}`,
  campaignContacts: (id: string, kind: string) =>
    `/marketing/campaigns/${version}/${encodeURIComponent(id)}/reports/contacts/${kind}`,
  /** Forms have no dated path yet that is out of beta. */
  forms: '/marketing/v3/forms',
  account: `/account-info/${version}/details`,
  token: `/oauth/${version}/token`,
}
