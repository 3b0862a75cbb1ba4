import { json, refuse } from './emulator-answers.ts'
import { keyPrefixes } from './emulator-fields.ts'
import type { Fields } from './emulator-org.ts'
import type { View } from './emulator-view.ts'
import { toId18 } from './ids.ts'

export interface WriteKnobs {
  /** Ids that somebody else holds for so many writes. */
  locked: Map<string, number>
  /** Ids that the org's own rules refuse. */
  refuses: Map<string, { code: string; fields: string[] }>
}

interface Result {
  id?: string
  success: boolean
  errors: { statusCode: string; message: string; fields: string[] }[]
}
type Sent = Fields & { attributes?: { type?: string } }

const most = 200
const failed = (statusCode: string, fields: string[] = [], message = statusCode): Result => ({
  success: false,
  errors: [{ statusCode, message, fields }],
})

/** `/composite/sobjects`: up to 200 records, each for itself or all or none, answered in their order. */
export function createWriteApi(options: { view: View; knobs: WriteKnobs }) {
  const { view, knobs } = options
  const { org } = view
  let writes = 0

  function one(method: string, sent: Sent): () => Result {
    const { attributes, ...fields } = sent
    const object = attributes?.type ?? ''
    const id = typeof fields.id === 'string' ? toId18(fields.id) : ''
    delete fields.id
    const known = view.fields(object)
    if (!known) return () => failed('INVALID_TYPE')
    const unknown = Object.keys(fields).filter((name) => !known.some((field) => field.name === name))
    if (unknown.length > 0) return () => failed('INVALID_FIELD', unknown)
    return method === 'POST' ? () => insert(object, fields) : () => update(object, id, fields, known)
  }

  function hindered(id: string): Result | undefined {
    const locks = knobs.locked.get(id) ?? 0
    if (locks > 0) {
      knobs.locked.set(id, locks - 1)
      return failed('UNABLE_TO_LOCK_ROW', [], 'unable to obtain exclusive access to this record')
    }
    const refused = knobs.refuses.get(id)
    return refused && failed(refused.code, refused.fields)
  }

  function update(object: string, id: string, fields: Fields, known: { name: string; updateable: boolean }[]): Result {
    const record = org.table(object).get(id)
    if (!record || record.IsDeleted === true) return failed('ENTITY_IS_DELETED', [], 'entity is deleted')
    const fixed = known.filter(({ name, updateable }) => name in fields && !updateable).map(({ name }) => name)
    if (fixed.length > 0) return failed('INVALID_FIELD_FOR_INSERT_UPDATE', fixed)
    const hindrance = hindered(id)
    if (hindrance) return hindrance
    org.update(object, id, fields)
    if (object === 'CampaignInfluence') share(id)
    writes += 1
    return { id, success: true, errors: [] }
  }

  function insert(object: string, fields: Fields): Result {
    const hindrance = hindered(String(fields.OpportunityId ?? ''))
    if (hindrance) return hindrance
    if (object === 'CampaignInfluence') {
      const roles = org.table('OpportunityContactRole').having('OpportunityId', [fields.OpportunityId])
      const isThere = roles.some(({ ContactId, IsDeleted }) => ContactId === fields.ContactId && IsDeleted !== true)
      if (fields.ContactId && !isThere) return failed('FIELD_INTEGRITY_EXCEPTION', ['ContactId'])
      if (!org.table('Campaign').get(String(fields.CampaignId)))
        return failed('INVALID_CROSS_REFERENCE_KEY', ['CampaignId'])
    }
    if (object === 'CampaignMember') {
      const members = org.table('CampaignMember').having('CampaignId', [fields.CampaignId])
      const who = fields.ContactId ?? fields.LeadId
      if (members.some((row) => row.IsDeleted !== true && (row.ContactId ?? row.LeadId) === who))
        return failed('DUPLICATE_VALUE', [], 'Already a campaign member.')
    }
    const record = org.insert(object, fields)
    if (object === 'CampaignInfluence') share(record.Id)
    writes += 1
    return { id: record.Id, success: true, errors: [] }
  }

  /** The platform computes it. */
  function share(id: string): void {
    const row = org.get('CampaignInfluence', id)
    const amount = Number(org.table('Opportunity').get(String(row.OpportunityId))?.Amount ?? 0)
    org.touchSilently('CampaignInfluence', id, {
      RevenueShare: (amount * Number(row.Influence ?? 0)) / 100,
    })
  }

  function remove(id: string): Result {
    const object = Object.keys(keyPrefixes).find((name) => keyPrefixes[name] === id.slice(0, 3)) ?? ''
    const record = org.table(object).get(toId18(id))
    if (!record || record.IsDeleted === true) return failed('ENTITY_IS_DELETED', [], 'entity is deleted')
    const hindrance = hindered(record.Id)
    if (hindrance) return hindrance
    org.remove(object, record.Id)
    writes += 1
    return { id: record.Id, success: true, errors: [] }
  }

  return {
    writes: () => writes,
    async answer(request: Request, url: URL): Promise<Response> {
      if (request.method === 'DELETE') {
        const ids = (url.searchParams.get('ids') ?? '').split(',').filter(Boolean)
        return ids.length > most ? tooMany() : json(200, ids.map(remove))
      }
      const body = (await request.json()) as { allOrNone?: boolean; records?: Sent[] }
      const records = body.records ?? []
      if (records.length > most) return tooMany()
      const steps = records.map((sent) => one(request.method, sent))
      if (body.allOrNone !== true)
        return json(
          200,
          steps.map((step) => step()),
        )
      // Nobody sends this of ours: it is enough that one fault leaves everything as it was.
      const faults = records.map(({ id }) => knobs.refuses.get(String(id)))
      if (faults.every((fault) => fault === undefined))
        return json(
          200,
          steps.map((step) => step()),
        )
      return json(
        200,
        faults.map((fault) => failed(fault?.code ?? 'ALL_OR_NONE_OPERATION_ROLLED_BACK', fault?.fields)),
      )
    },
  }
}

const tooMany = (): Response =>
  refuse(400, 'EXCEEDED_MAX_SIZE_REQUEST', 'record limit reached. cannot submit more than 200 records into this call')
