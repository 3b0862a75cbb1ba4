import type { SearchIndex } from './emulator-index.ts'
import type { HubSpotLedger } from './emulator-ledger.ts'
import type { EmulatedObject, EmulatedType } from './emulator-object.ts'
import { createdName, modifiedName, sentObject } from './emulator-sent.ts'
import { sentCampaign, sentForm, sentOwner, sentPipeline } from './emulator-small.ts'
import { mergedRow, toRow, type Ties } from './object-row.ts'
import { companies, contacts, deals, leads } from './object-type.ts'
import type { Portal } from './portal.ts'
import type { Config } from './schema.ts'

const minuteMs = 60_000
const typesOf: Readonly<Record<string, EmulatedType>> = {
  contacts: 'contacts',
  companies: 'companies',
  deals: 'deals',
  stage_moves: 'deals',
  leads: 'leads',
}

/** The rows of each stream that are there to be read, as they are kept. */
export function rowsOf(
  ledger: HubSpotLedger,
  portal: Portal,
  config: Config,
  versions: number,
): Record<string, unknown[]> {
  const objects = (type: EmulatedType, names: readonly string[], tied: readonly EmulatedType[]): unknown[] => {
    const rows: unknown[] = []
    for (const object of ledger.all(type)) {
      if (object.broken || object.lost) continue
      const asked = { portalId: portal.portalId, properties: [...names, createdName(type), modifiedName(type)] }
      const sent = sentObject(type, object, asked)
      rows.push(toRow(portal, sent, object.archivedAt === undefined ? tiesIn(ledger, type, object, tied) : {}))
    }
    for (const [place, into] of ledger.merged) {
      const [of, id] = place.split(' ')
      if (of === type && ledger.find(type, into) && id !== undefined) rows.push(mergedRow(portal, id, into))
    }
    return rows
  }
  const tied = ['contacts', 'companies'] as const
  return {
    contacts: objects('contacts', contacts.properties(config), []),
    companies: objects('companies', companies.properties(config), []),
    deals: objects('deals', deals.properties(config), tied),
    stage_moves: [...ledger.all('deals')].flatMap((deal) => movesOf(portal, deal, versions)),
    leads: objects('leads', leads.properties(config), tied),
    pipelines: ledger.pipelines
      .filter(({ broken, objectType }) => !broken && (objectType === 'deals' || config.leads === 'object'))
      .map((pipeline) => ({ ...portal, objectType: pipeline.objectType, ...sentPipeline(pipeline) })),
    owners: ledger.owners.filter(({ broken }) => !broken).map((owner) => ({ ...portal, ...sentOwner(owner) })),
    campaigns: ledger.campaigns
      .filter(({ broken, lost }) => !broken && !lost)
      .map((campaign) => ({ ...portal, ...sentCampaign(campaign, Object.keys(campaign.properties)) })),
    campaign_members: ledger.campaigns
      .filter(({ broken, lost }) => !broken && !lost)
      .flatMap(({ id, createdAt, members }) =>
        members
          .filter((member) => member !== '')
          .map((contactId) => ({
            ...portal,
            campaignId: id,
            contactType: 'influencedContacts',
            campaignCreatedAt: new Date(createdAt).toISOString(),
            contactId,
          })),
      ),
    forms: ledger.forms.filter(({ broken }) => !broken).map((form) => ({ ...portal, ...sentForm(form) })),
  }
}

function tiesIn(
  ledger: HubSpotLedger,
  type: EmulatedType,
  { id }: EmulatedObject,
  kinds: readonly EmulatedType[],
): Ties {
  const sorted = (to: EmulatedType) => ledger.tied(type, id, to).sort(([a], [b]) => Number(a) - Number(b))
  const ties: Ties = {}
  if (kinds.includes('contacts')) ties.contactIds = sorted('contacts').map(([to]) => to)
  if (!kinds.includes('companies')) return ties
  const companies = sorted('companies')
  ties.companyIds = companies.map(([to]) => to)
  const primary = companies.find(([, numbers]) => numbers.has(5))?.[0]
  return primary === undefined ? ties : { ...ties, companyId: primary }
}

function movesOf(portal: Portal, deal: EmulatedObject, versions: number): unknown[] {
  if (deal.lost) return []
  const pipelines = deal.history.pipeline ?? []
  return (deal.history.dealstage ?? []).slice(0, versions).flatMap(({ value, at, source }) => {
    if (value === null || Number.isNaN(at)) return []
    const pipeline = pipelines.slice(0, versions).find((each) => each.at <= at + 1_000)?.value
    return [
      {
        ...{
          ...portal,
          dealId: deal.id,
          stage: value,
          ...(pipeline ? { pipeline } : {}),
          at: new Date(at).toISOString(),
        },
        ...(deal.archivedAt === undefined ? {} : { archived: true }),
        sourceType: source,
        ...(source === 'CRM_UI' ? { sourceId: 'userId:6120041', updatedByUserId: 6_120_041 } : {}),
      },
    ]
  })
}

/** Something dated before what was read last, which the index shows only now. @returns its row's key */
export function addLate(ledger: HubSpotLedger, index: SearchIndex, stream: string, now: number): string {
  const key = (id: string) => `${ledger.portalId}:${id}`
  const type = typesOf[stream]
  if (type) {
    const newest = index.sorted(type).at(-1)?.modified ?? now
    const object = ledger.add(type, { properties: {}, at: newest - 5 * minuteMs })
    const moved = object.history.dealstage?.[0]
    return stream === 'stage_moves' ? `${key(object.id)}:${moved?.at ?? 0}:${moved?.value ?? ''}` : key(object.id)
  }
  const id = `late-${now}`
  if (stream === 'pipelines') ledger.pipelines.push({ objectType: 'deals', id, label: 'Late', stages: [] })
  else if (stream === 'owners')
    ledger.owners.push({ id: '7999999', email: '', firstName: '', lastName: '', type: 'PERSON', createdAt: now })
  else if (stream === 'forms') ledger.forms.push({ id, name: 'Late', createdAt: now })
  else if (stream === 'campaigns')
    ledger.campaigns.push({ id, createdAt: now, updatedAt: now, properties: { hs_name: 'Late' }, members: [] })
  else if (stream === 'campaign_members') {
    const campaign = ledger.campaigns[0]
    campaign?.members.push('81123')
    return `${key(campaign?.id ?? '')}:81123:influencedContacts`
  }
  return key(stream === 'owners' ? '7999999' : id)
}

/** Something that does not have its shape. */
export function addBroken(ledger: HubSpotLedger, stream: string, now: number): void {
  const type = typesOf[stream]
  const long = now - 400 * 86_400_000
  if (type) ledger.add(type, { properties: {}, at: long, broken: true })
  else if (stream === 'pipelines')
    ledger.pipelines.push({
      ...{ objectType: 'deals', id: 'broken', label: 'Broken', broken: true },
      stages: [{ id: 'x', label: 'X', probability: '0', isClosed: false }],
    })
  else if (stream === 'owners')
    ledger.owners.push({
      id: '7999998',
      email: '',
      firstName: '',
      lastName: '',
      type: 'PERSON',
      createdAt: now,
      broken: true,
    })
  else if (stream === 'forms') ledger.forms.push({ id: 'broken', name: 'Broken', createdAt: now, broken: true })
  else if (stream === 'campaigns')
    ledger.campaigns.push({ id: 'broken', createdAt: now, updatedAt: now, properties: {}, members: [], broken: true })
  else ledger.campaigns[0]?.members.push('')
}

/** Counted from now on and given by nothing. */
export function loseOne(ledger: HubSpotLedger, stream: string): void {
  const type = typesOf[stream]
  const object = type && [...ledger.all(type)].find(({ archivedAt, lost }) => archivedAt === undefined && !lost)
  if (object) object.lost = true
  else if (ledger.campaigns[0]) ledger.campaigns[0].lost = true
}
