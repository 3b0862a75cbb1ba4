import { z } from 'zod'
import { GraphRefusal, jsonParam, type Asked } from './emulator-answer.ts'
import { pick } from './emulator-fields.ts'
import type { EmulatedAd, EmulatedAdSet, EmulatedCampaign, EmulatedLedger } from './emulator-ledger.ts'
import { pageOf } from './emulator-page.ts'
import { printAd, printAdSet, printCampaign, printCreative } from './emulator-print.ts'
import { listedStatuses } from './status.ts'

type Listable = EmulatedCampaign | EmulatedAdSet | EmulatedAd
type Edge = 'campaigns' | 'adsets' | 'ads' | 'adcreatives'

const Changed = z.array(z.object({ field: z.string(), operator: z.literal('GREATER_THAN'), value: z.number() }))

export const isEdge = (name: string): name is Edge => ['campaigns', 'adsets', 'ads', 'adcreatives'].includes(name)

const gone = (id: string): GraphRefusal =>
  new GraphRefusal({
    code: 100,
    subcode: 33,
    message: `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions`,
  })

/** Lists, single objects, several by their ids, and what may be written. */
export class EmulatedObjects {
  readonly #ledger: EmulatedLedger
  readonly #now: () => Date
  /** Creatives that the account's list no longer has. */
  readonly unlisted = new Set<string>()
  /** Objects that Meta no longer knows at all. */
  readonly vanished = new Set<string>()
  /** From this size of page on, "reduce the amount of data". */
  heaviestPage = 5_000
  writes = 0

  constructor(ledger: EmulatedLedger, now: () => Date) {
    this.#ledger = ledger
    this.#now = now
  }

  list(asked: Asked, accountId: string, edge: Edge): unknown {
    if (Number(asked.params.limit ?? 25) > this.heaviestPage)
      throw new GraphRefusal({
        code: 1,
        subcode: 99,
        message: 'Please reduce the amount of data you are asking for',
        status: 500,
      })
    const { fields } = asked.params
    if (edge === 'adcreatives') {
      const all = [...this.#ledger.creatives.values()].filter(
        (each) => each.accountId === accountId && !this.unlisted.has(each.id) && !this.vanished.has(each.id),
      )
      const items = all.filter(({ lost }) => !lost)
      return pageOf(asked, items, {
        name: ({ id }) => id,
        print: (each) => pick(printCreative(each), fields),
        total: all.length,
      })
    }
    const all = this.#listed(asked, accountId, edge)
    const items = all.filter(({ lost }) => !lost)
    return pageOf<Listable>(asked, items, {
      name: ({ id }) => id,
      print: (each) => pick(this.#print(edge, each), fields),
      total: all.length,
    })
  }

  /** Without archived ones unless asked for, and never with deleted ones: asking for those is an error. */
  #listed({ params }: Asked, accountId: string, edge: 'campaigns' | 'adsets' | 'ads'): Listable[] {
    const statuses = z.array(z.string()).safeParse(jsonParam({ s: params.effective_status ?? '[]' }, 's')).data ?? []
    const allowed: readonly string[] = listedStatuses[edge]
    const foreign = statuses.find((status) => !allowed.includes(status))
    if (foreign !== undefined)
      throw new GraphRefusal({
        code: 100,
        subcode: 1_815_001,
        message: `(#100) Cannot request ${foreign} in this edge`,
      })
    const changed = Changed.safeParse(jsonParam(params, 'filtering') ?? [])
    if (!changed.success) throw new GraphRefusal({ code: 100, message: '(#100) Param filtering is invalid' })
    const after = Math.max(0, ...changed.data.map(({ value }) => value)) * 1_000
    return this.#all(edge)
      .filter((each) => {
        const status = this.#ledger.effectiveStatus(each)
        const wanted = statuses.length > 0 ? statuses.includes(status) : !['ARCHIVED', 'DELETED'].includes(status)
        return each.accountId === accountId && wanted && each.updatedAt > after && !this.vanished.has(each.id)
      })
      .reverse()
  }

  #all(edge: 'campaigns' | 'adsets' | 'ads'): Listable[] {
    const { campaigns, adSets, ads } = this.#ledger
    return [...{ campaigns, adsets: adSets, ads }[edge].values()]
  }

  #print(edge: 'campaigns' | 'adsets' | 'ads', object: Listable): Record<string, unknown> {
    if (edge === 'campaigns') return printCampaign(this.#ledger, object as EmulatedCampaign)
    return edge === 'adsets'
      ? printAdSet(this.#ledger, object as EmulatedAdSet)
      : printAd(this.#ledger, object as EmulatedAd)
  }

  /** One object by its own id, deleted ones too. */
  one(id: string, fields: string | undefined): Record<string, unknown> {
    const { campaigns, adSets, ads, creatives } = this.#ledger
    if (this.vanished.has(id)) throw gone(id)
    const [campaign, adSet, ad, creative] = [campaigns.get(id), adSets.get(id), ads.get(id), creatives.get(id)]
    if (campaign) return pick(printCampaign(this.#ledger, campaign), fields)
    if (adSet) return pick(printAdSet(this.#ledger, adSet), fields)
    if (ad) return pick(printAd(this.#ledger, ad), fields)
    if (creative) return pick(printCreative(creative), fields)
    throw gone(id)
  }

  /** Several at once: a single one that is gone takes the others with it. */
  several({ params }: Asked): Record<string, unknown> {
    const ids = (params.ids ?? '').split(',')
    if (ids.length > 50) throw new GraphRefusal({ code: 100, message: '(#100) Too many ids' })
    return Object.fromEntries(
      ids.map((id) => {
        try {
          return [id, this.one(id, params.fields)]
        } catch (error) {
          if (error instanceof GraphRefusal && error.refusal.subcode === 33)
            throw new GraphRefusal({
              code: 803,
              message: '(#803) Some of the aliases you requested do not exist',
              status: 404,
            })
          throw error
        }
      }),
    )
  }

  /** @throws GraphRefusal 100 for what Meta refuses to write */
  write(id: string, params: Record<string, string>): unknown {
    const { campaigns, adSets, ads } = this.#ledger
    const object: Listable | undefined = campaigns.get(id) ?? adSets.get(id) ?? ads.get(id)
    if (!object || this.vanished.has(id)) throw gone(id)
    const bad = (message: string) => new GraphRefusal({ code: 100, message: `(#100) ${message}` })
    if (object.status === 'DELETED' || (object.status === 'ARCHIVED' && params.status !== 'DELETED'))
      throw bad('an archived or deleted object cannot be changed')
    const { status } = params
    if (status !== undefined) {
      if (!['ACTIVE', 'PAUSED', 'ARCHIVED', 'DELETED'].includes(status)) throw bad('Param status is invalid')
      object.status = status as Listable['status']
    }
    for (const [name, field] of budgetFields) {
      const text = params[name]
      if (text === undefined) continue
      if ('creativeId' in object || object[field] === undefined) throw bad(`${name} cannot be set here`)
      if (!/^[1-9]\d*$/.test(text)) throw bad(`${name} must be whole minor units`)
      object[field] = Number(text)
    }
    object.updatedAt = this.#now().getTime()
    this.writes += 1
    return { success: true }
  }
}

const budgetFields = [
  ['daily_budget', 'dailyBudgetMinor'],
  ['lifetime_budget', 'lifetimeBudgetMinor'],
] as const
