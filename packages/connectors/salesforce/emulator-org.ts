import { keyPrefixes } from './emulator-fields.ts'
import { Table, type SRecord, type Value } from './emulator-table.ts'
import { toId18 } from './ids.ts'

export type Fields = Record<string, Value>

export interface OrgOptions {
  now: () => Date
  orgId?: string
  name?: string
  zone?: string
  sandbox?: boolean
  currencies?: 'one' | 'several'
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** What goes with its parent. */
const children: Record<string, readonly [string, string][]> = {
  Opportunity: [
    ['OpportunityHistory', 'OpportunityId'],
    ['OpportunityContactRole', 'OpportunityId'],
    ['CampaignInfluence', 'OpportunityId'],
  ],
  Campaign: [['CampaignMember', 'CampaignId']],
}
/** A change of any of these writes a row of history. */
const historic = ['StageName', 'Amount', 'Probability', 'CloseDate']

/** The books of an emulated org: everything that is told or asked is told of and asked from here. */
export class EmulatedOrg {
  readonly orgId: string
  readonly currencies: 'one' | 'several'
  readonly #now: () => Date
  readonly #tables = new Map<string, Table>()
  #made = 0

  constructor(options: OrgOptions) {
    this.#now = options.now
    this.currencies = options.currencies ?? 'one'
    this.orgId = toId18(options.orgId ?? '00D5e000001abcD')
    this.table('Organization').put({
      Id: this.orgId,
      Name: options.name ?? 'Example Roofing',
      IsSandbox: options.sandbox ?? false,
      TimeZoneSidKey: options.zone ?? 'America/Chicago',
      CreatedDate: '2019-03-01T12:00:00.000Z',
      SystemModstamp: '2019-03-01T12:00:00.000Z',
    })
  }

  table(object: string): Table {
    const table = this.#tables.get(object) ?? new Table()
    this.#tables.set(object, table)
    return table
  }

  get(object: string, id: string): SRecord {
    const record = this.table(object).get(id)
    if (!record) throw new Error(`the emulated org has no ${object} ${id}`)
    return record
  }

  /** An id nobody has yet: the object's prefix and a running number in base 62. */
  newId(object: string): string {
    this.#made += 1
    let text = ''
    for (let rest = this.#made; rest > 0; rest = Math.floor(rest / 62)) text = letters.charAt(rest % 62) + text
    return toId18(`${keyPrefixes[object] ?? '000'}5e${text.padStart(10, '0')}`)
  }

  /** Adds a record. `at`: when it was made and last changed, unless its fields say so themselves. */
  insert(object: string, fields: Fields, at: Date | string = this.#now()): SRecord {
    const stamp = seconds(at)
    const record: SRecord = {
      ...defaults[object]?.(),
      ...this.#ofStage(object, fields),
      ...fields,
      Id: toId18(typeof fields.Id === 'string' ? fields.Id : this.newId(object)),
      CreatedDate: typeof fields.CreatedDate === 'string' ? seconds(fields.CreatedDate) : stamp,
      SystemModstamp: typeof fields.SystemModstamp === 'string' ? seconds(fields.SystemModstamp) : stamp,
    }
    this.table(object).put(record)
    if (object === 'Opportunity' && fields.withoutHistory !== true) this.#history(record, record.CreatedDate)
    delete record.withoutHistory
    return record
  }

  /** Changes a record as its users do: with a new stamp, and a row of history where a deal moved. */
  update(object: string, id: string, fields: Fields, at: Date | string = this.#now()): SRecord {
    const before = this.get(object, id)
    const stamp = seconds(at)
    const moved = object === 'Opportunity' && 'StageName' in fields && fields.StageName !== before.StageName
    const record: SRecord = {
      ...before,
      ...this.#ofStage(object, fields),
      ...fields,
      ...(moved ? { LastStageChangeDate: stamp } : {}),
      Id: before.Id,
      CreatedDate: before.CreatedDate,
      SystemModstamp: stamp,
    }
    this.table(object).put(record)
    if (object === 'Opportunity' && historic.some((name) => record[name] !== before[name])) this.#history(record, stamp)
    return record
  }

  /** Changes a record without a new stamp, as roll-ups and formulas do. */
  touchSilently(object: string, id: string, fields: Fields): void {
    this.table(object).put({ ...this.get(object, id), ...fields })
  }

  /** Into the recycle bin, with what hangs on it. */
  remove(object: string, id: string, at: Date | string = this.#now(), more: Fields = {}): void {
    const stamp = seconds(at)
    const record = this.get(object, id)
    this.table(object).put({
      ...record,
      ...more,
      Id: record.Id,
      CreatedDate: record.CreatedDate,
      IsDeleted: true,
      SystemModstamp: stamp,
    })
    this.table(object).deleted.push({ id, at: stamp })
    for (const [child, field] of children[object] ?? [])
      for (const row of this.table(child).having(field, [id]))
        if (row.IsDeleted !== true) this.remove(child, row.Id, stamp)
  }

  /** For good: out of the recycle bin, or never in it. The log of deletions still tells. */
  purge(object: string, id: string, at: Date | string = this.#now()): void {
    const record = this.get(object, id)
    if (record.IsDeleted !== true) this.table(object).deleted.push({ id, at: seconds(at) })
    this.table(object).remove(id)
  }

  /** Out of the recycle bin. */
  restore(object: string, id: string, at: Date | string = this.#now()): void {
    this.table(object).put({ ...this.get(object, id), IsDeleted: false, SystemModstamp: seconds(at) })
  }

  /** One record absorbs another: that is deleted, and names who has it now. */
  merge(object: 'Account' | 'Contact' | 'Lead', winner: string, loser: string, at: Date | string = this.#now()): void {
    this.remove(object, loser, at, { MasterRecordId: winner })
    this.update(object, winner, {}, at)
    for (const [child, field] of [
      ['CampaignMember', `${object}Id`],
      ['OpportunityContactRole', `${object}Id`],
    ] as const)
      for (const row of this.table(child).having(field, [loser]))
        if (row.IsDeleted !== true) this.update(child, row.Id, { [field]: winner }, at)
  }

  #ofStage(object: string, { StageName }: Fields): Fields {
    if (object !== 'Opportunity' || typeof StageName !== 'string') return {}
    const [stage] = this.table('OpportunityStage').having('MasterLabel', [StageName])
    if (!stage) return { IsClosed: false, IsWon: false, Probability: 10, ForecastCategory: 'Pipeline' }
    const { IsClosed, IsWon, DefaultProbability, ForecastCategory } = stage
    return {
      IsClosed,
      IsWon,
      Probability: DefaultProbability,
      ForecastCategory,
      ForecastCategoryName: ForecastCategory,
    }
  }

  #history(deal: SRecord, at: string): void {
    const { StageName, Amount, Probability, CloseDate, ForecastCategory, CurrencyIsoCode } = deal
    const ExpectedRevenue = typeof Amount === 'number' ? (Amount * Number(Probability ?? 0)) / 100 : null
    const values = { StageName, Amount, Probability, CloseDate, ForecastCategory, CurrencyIsoCode, ExpectedRevenue }
    this.insert('OpportunityHistory', { OpportunityId: deal.Id, ...values }, at)
  }
}

const alive = () => ({ IsDeleted: false })
const defaults: Record<string, () => Fields> = {
  ...{ Account: alive, Contact: alive, Lead: alive, Campaign: alive, CampaignMember: alive, CampaignInfluence: alive },
  ...{ Opportunity: alive, OpportunityHistory: alive, OpportunityContactRole: alive, Task: alive },
}

/** Salesforce's stamps have whole seconds. */
const seconds = (at: Date | string): string => `${new Date(at).toISOString().slice(0, 19)}.000Z`
