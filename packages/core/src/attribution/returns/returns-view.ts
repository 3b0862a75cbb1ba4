import type { Day, Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { checkRange, comparedRange, type DayRange } from '../../metrics/compared-range.ts'
import { asKnown } from '../../metrics/as-known.ts'
import { tenantFrame } from '../../metrics/tenant.store.ts'
import { groupPlaces } from '../compare/group-places.ts'
import type { ModelName, Window } from '../models/index.ts'
import { recordNames } from '../names.store.ts'
import type { CreditChannel } from '../place.ts'
import { readPlaces, type NumberedPlace } from '../places.store.ts'
import { readSettings } from '../setting.store.ts'
import { isDeliveryWaiting } from '../delivery/index.ts'
import { isWaiting } from '../waiting.store.ts'
import { creativesSaid } from './creatives.store.ts'
import { addTally, emptyTally, ratesOf, type ReturnRates, type ReturnTally } from './return-tally.ts'
import { tallyPlaces } from './tally-places.ts'
import { readTopics } from './topic-rules.store.ts'
import { topicOf } from './topics.ts'

export const returnsBy = ['channel', 'campaign', 'creative', 'topic'] as const
type ReturnsBy = (typeof returnsBy)[number]

export interface ReturnsInput {
  from: Day
  to: Day
  by: ReturnsBy
  batch?: number | undefined
}

type Returned = ReturnTally & ReturnRates

interface ReturnRow {
  /** Null: credited to nowhere, or of no topic. */
  key: string | null
  label: string | null
  channel: CreditChannel | null
  /** Of a creative: its words, its kind, what it is about. */
  body: string | null
  format: string | null
  topic: string | null
  now: Returned
  before: Returned
}

/** What was spent, and what is credited for it by the client's own model, against the period before. */
export interface ReturnsView {
  batch: number
  recordedAt: Instant | null
  current: boolean
  currency: string
  model: ModelName
  window: Window
  before: DayRange
  rows: ReturnRow[]
  total: { now: Returned; before: Returned }
}

interface Group {
  key: string | null
  label: string | null
  channel: CreditChannel | null
  body: string | null
  format: string | null
  topic: string | null
}
const noGroup: Group = { key: null, label: null, channel: null, body: null, format: null, topic: null }

/** Spend and credit side by side, place by place in groups: most credited first. */
export async function returnsView(inside: Inside, input: ReturnsInput): Promise<ReturnsView> {
  checkRange(input)
  const [moment, frame] = [await asKnown(inside, input.batch), await tenantFrame(inside)]
  const { current: setting } = await readSettings(inside, moment.batch)
  const before = comparedRange(input, 'previous_period') ?? input
  const shared = { currency: frame.currency, batch: moment.batch }
  const [is, was] = [
    await tallyPlaces(inside, { ...shared, from: input.from, to: input.to }),
    await tallyPlaces(inside, { ...shared, ...before }),
  ]
  const groupOf = await grouped(inside, input.by, new Set([...is.keys(), ...was.keys()]))
  const rows = new Map<string | null, { group: Group; now: ReturnTally; before: ReturnTally }>()
  const total = { now: emptyTally(), before: emptyTally() }
  const credited = { now: emptyTally(), before: emptyTally() }
  for (const [when, tallies] of [
    ['now', is],
    ['before', was],
  ] as const)
    for (const [placeNo, tally] of tallies) {
      const group = groupOf(placeNo)
      const row = rows.get(group.key) ?? { group, now: emptyTally(), before: emptyTally() }
      rows.set(group.key, row)
      addTally(row[when], tally)
      addTally(total[when], tally)
      if (placeNo !== 0) addTally(credited[when], tally)
    }
  return {
    ...moment,
    current: !(await isWaiting(inside)) && !(await isDeliveryWaiting(inside)),
    currency: frame.currency,
    model: setting.model.name,
    window: setting.window,
    before,
    rows: [...rows.values()]
      .map(({ group, ...tallies }) => ({
        ...group,
        now: shown(group, tallies.now),
        before: shown(group, tallies.before),
      }))
      .filter(
        ({ now }) => now.net !== 0 || now.spend !== 0 || now.otherSpend || now.impressions !== 0 || now.sent !== 0,
      )
      .sort((a, b) => b.now.net - a.now.net || b.now.spend - a.now.spend || ((a.key ?? '') < (b.key ?? '') ? -1 : 1)),
    total: { now: inAll(total.now, credited.now), before: inAll(total.before, credited.before) },
  }
}

const rated = (tally: ReturnTally): Returned => ({ ...tally, ...ratesOf(tally) })

/** What is credited to nowhere is in the sums, and in no rate: nothing that was paid for led to it. */
const inAll = (all: ReturnTally, { net, certain, micro }: ReturnTally): Returned => ({
  ...all,
  ...ratesOf({ ...all, net, certain, micro }),
})

/** What is of no topic is no one thing: what it cost had nothing to do with most of what is credited there. */
const shown = ({ key }: Group, tally: ReturnTally): Returned =>
  key === null ? { ...rated(tally), roas: null, roi: null, costPerNew: null, costPerReturning: null } : rated(tally)

/** What places are one row, and what that is called. */
async function grouped(
  inside: Inside,
  by: ReturnsBy,
  placeNos: ReadonlySet<number>,
): Promise<(placeNo: number) => Group> {
  const { byNo } = await readPlaces(inside)
  const places = new Map([...byNo].filter(([no]) => placeNos.has(no)))
  const { groupOf, groups } = groupPlaces(places, by === 'topic' ? 'creative' : by)
  const nameOf = await recordNames(
    inside,
    groups.flatMap(({ record }) => record ?? []),
  )
  const named = groups.map(({ key, channel, record, text }): Group => ({
    ...noGroup,
    key,
    channel,
    label: (record && nameOf(record)) ?? text,
  }))
  const at = (placeNo: number) => named[groupOf[placeNo] ?? 0] ?? noGroup
  if (by !== 'creative' && by !== 'topic') return at
  const [saidOf, campaignOf] = [await saidByPlace(inside, places), await campaignNames(inside, places)]
  return (placeNo) => {
    const [group, said] = [at(placeNo), saidOf(placeNo)]
    if (by === 'topic') return { ...noGroup, key: said?.topic ?? null, label: said?.topic ?? null }
    return {
      ...group,
      label: said?.name ?? campaignOf(placeNo) ?? group.label,
      body: said?.body ?? null,
      format: said?.format ?? null,
      topic: said?.topic ?? null,
    }
  }
}

async function saidByPlace(inside: Inside, places: ReadonlyMap<number, NumberedPlace>) {
  const { rules } = await readTopics(inside)
  const creatives = [...places.values()].flatMap(({ source, creative }) =>
    source === null || creative === null ? [] : [{ source, key: creative }],
  )
  const saidOf = await creativesSaid(inside, creatives)
  return (placeNo: number) => {
    const place = places.get(placeNo)
    if (!place || place.creative === null) return undefined
    const said = saidOf(place.source ?? '', place.creative)
    const texts = [...(said?.texts ?? []), place.refcode ?? '']
    return {
      name: said?.name,
      body: said?.body,
      format: said?.format,
      topic: topicOf({ topic: said?.topic, texts }, rules),
    }
  }
}

/** A broadcast's text has no name of its own: it is called as its broadcast is. */
async function campaignNames(inside: Inside, places: ReadonlyMap<number, NumberedPlace>) {
  const recordOf = (place: NumberedPlace | undefined) =>
    place && place.source !== null && place.campaign !== null && place.creative === place.campaign
      ? [{ kind: 'campaign', source: place.source, key: place.campaign }]
      : []
  const nameOf = await recordNames(inside, [...places.values()].flatMap(recordOf))
  return (placeNo: number) => recordOf(places.get(placeNo)).map(nameOf)[0]
}
