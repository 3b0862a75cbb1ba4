/** What is not a record of the CRM proper. Times are epoch milliseconds. */
export interface EmulatedStage {
  id: string
  label: string
  probability: string
  isClosed: boolean
}

export interface EmulatedPipeline {
  objectType: 'deals' | 'leads'
  id: string
  label: string
  stages: EmulatedStage[]
  /** Sent without its stages. */
  broken?: boolean
}

export interface EmulatedOwner {
  id: string
  email: string
  firstName: string
  lastName: string
  type: 'PERSON' | 'QUEUE'
  createdAt: number
  archived?: boolean
  broken?: boolean
}

export interface EmulatedCampaign {
  id: string
  createdAt: number
  updatedAt: number
  properties: Record<string, string>
  /** Contacts that it influenced. */
  members: string[]
  broken?: boolean
  /** Counted, never listed. */
  lost?: boolean
}

export interface EmulatedForm {
  id: string
  name: string
  createdAt: number
  archived?: boolean
  broken?: boolean
}

const iso = (millis: number) => new Date(millis).toISOString()

export const sentPipeline = (pipeline: EmulatedPipeline): object => ({
  id: pipeline.id,
  label: pipeline.label,
  displayOrder: 0,
  archived: false,
  createdAt: '1970-01-01T00:00:00Z',
  updatedAt: '2026-01-05T00:00:00Z',
  stages: pipeline.broken
    ? pipeline.stages.map(({ id }) => ({ id }))
    : pipeline.stages.map(({ id, label, probability, isClosed }, displayOrder) => ({
        id,
        label,
        displayOrder,
        metadata: { probability, isClosed: String(isClosed) },
        archived: false,
        writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
      })),
})

export const sentOwner = ({
  id,
  email,
  firstName,
  lastName,
  type,
  createdAt,
  archived,
  broken,
}: EmulatedOwner): object => ({
  id,
  email,
  firstName,
  lastName,
  type,
  userId: Number(id) + 1,
  userIdIncludingInactive: Number(id) + 1,
  createdAt: broken ? 'yesterday' : iso(createdAt),
  updatedAt: iso(createdAt),
  archived: archived ?? false,
  teams: [{ id: '178588', name: 'Team A', primary: true }],
})

export const sentCampaign = (campaign: EmulatedCampaign, wanted: readonly string[]): object => ({
  id: campaign.id,
  createdAt: campaign.broken ? 'yesterday' : iso(campaign.createdAt),
  updatedAt: iso(campaign.updatedAt),
  properties: Object.fromEntries(
    wanted.flatMap((name) => (campaign.properties[name] === undefined ? [] : [[name, campaign.properties[name]]])),
  ),
  businessUnits: [],
})

export const sentForm = ({ id, name, createdAt, archived, broken }: EmulatedForm): object => ({
  id,
  name,
  formType: 'hubspot',
  createdAt: broken ? 'yesterday' : iso(createdAt),
  updatedAt: iso(createdAt),
  archived: archived ?? false,
  fieldGroups: [],
  configuration: { language: 'en', archivable: true },
})
