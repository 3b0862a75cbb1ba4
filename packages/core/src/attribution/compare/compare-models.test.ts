import { movementKinds, touchTypes } from '@throughline/canonical'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { netSign } from '../../ledger/net.ts'
import { emptyColumns, type JourneyColumns } from '../columns/columns.ts'
import type { Filter } from '../columns/walk.ts'
import { giveCreditBy } from '../credit/credit-of-journey.ts'
import { tiers } from '../evidence.ts'
import { customers } from '../journeys/journey.ts'
import type { StoredJourney } from '../journeys/stored-journey.ts'
import type { Model } from '../models/index.ts'
import { creditChannels } from '../place.ts'
import { compareModels, disagreementOf } from './compare-models.ts'
import { creditedJourneys } from './credited-journeys.ts'
import { findPaths } from './find-paths.ts'

const models: Model[] = [
  { name: 'first_touch' },
  { name: 'last_touch' },
  { name: 'last_non_direct' },
  { name: 'linear' },
  { name: 'time_decay' },
  { name: 'position_based' },
  { name: 'shapley' },
]
/** Place n is in channel n − 1; place 0 is nowhere. */
const channelOf = Uint8Array.from([0, ...creditChannels.keys()])
const groupOf = Uint32Array.from([0, ...[...creditChannels.keys()].map((no) => no + 1)])
const filter: Filter = { window: { clickDays: 28, viewDays: 7 }, customer: null, tier: null, channel: null }

type Packed = Pick<StoredJourney, 'decidedAt' | 'customer' | 'touches' | 'parts' | 'milestones'>
const day = 86_400
const decided = 1_790_000_000

const journey = fc
  .record({
    customer: fc.constantFrom(...customers),
    touches: fc.array(
      fc.record({
        ago: fc.integer({ min: 0, max: 60 * day }),
        placeNo: fc.integer({ min: 1, max: creditChannels.length }),
        type: fc.constantFrom('click' as const, 'text_delivered' as const, 'visit' as const),
        tier: fc.constantFrom('deterministic' as const, 'probable' as const),
      }),
      { maxLength: 8 },
    ),
    gross: fc.integer({ min: 1, max: 100_000 }),
    back: fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 3 }),
  })
  .map(({ customer, touches, gross, back }): Packed => {
    let so = 0
    const refunds = back.map((minor) => {
      const part = { day: '2026-11-12', kind: 'refund' as const, currency: 'USD', minor, before: so }
      so += minor
      return part
    })
    return {
      decidedAt: decided * 1000,
      customer,
      milestones: null,
      touches: touches.sort((a, b) => b.ago - a.ago).map(({ ago, ...touch }) => ({ at: decided - ago, ...touch })),
      parts: [{ day: '2026-11-10', kind: 'gross', currency: 'USD', minor: gross, before: 0 }, ...refunds],
    }
  })

function columnsOf(journeys: readonly Packed[]): JourneyColumns {
  const sum = (of: (each: Packed) => number) => journeys.reduce((total, each) => total + of(each), 0)
  const columns = emptyColumns(
    journeys.length,
    sum(({ touches }) => touches.length),
    sum(({ parts }) => parts.length),
  )
  let [t, p] = [0, 0]
  for (const [i, { customer, touches, parts }] of journeys.entries()) {
    columns.journeyNo[i] = i + 1
    columns.happened[i] = decided
    columns.decided[i] = decided
    columns.customer[i] = customers.indexOf(customer)
    for (const { at, placeNo, type, tier } of touches) {
      columns.touchAt[t] = at
      columns.touchPlace[t] = placeNo
      columns.touchType[t] = touchTypes.indexOf(type)
      columns.touchTier[t] = tiers.indexOf(tier)
      t += 1
    }
    columns.touchFrom[i + 1] = t
    for (const { kind, minor, before } of parts) {
      columns.partKind[p] = movementKinds.indexOf(kind)
      columns.partMinor[p] = minor
      columns.partBefore[p] = before
      p += 1
    }
    columns.partFrom[i + 1] = p
  }
  return columns
}

const compare = (journeys: readonly Packed[], more: Partial<Filter> = {}) =>
  compareModels({
    columns: columnsOf(journeys),
    filter: { ...filter, ...more },
    models,
    channelOf,
    groupOf,
    groups: creditChannels.length + 1,
  })

describe('every model side by side', () => {
  test('adds up to one total, to the minor unit and the millionth of a gift', () => {
    fc.assert(
      fc.property(fc.array(journey, { maxLength: 20 }), (journeys) => {
        const { credit, total, flows, quality } = compare(journeys)
        for (const groups of credit) {
          expect(groups.reduce((sum, { net }) => sum + net, 0)).toBe(total.net)
          expect(groups.reduce((sum, { gross }) => sum + gross, 0)).toBe(total.gross)
          expect(groups.reduce((sum, { micro }) => sum + micro, 0)).toBe(total.conversions * 1_000_000)
        }
        expect(flows.reduce((sum, { net }) => sum + net, 0)).toBe(total.net)
        expect(quality.reduce((sum, net) => sum + net, 0)).toBe(total.net)
      }),
    )
  })

  test('gives what the ledger of credit would book, model by model', () => {
    fc.assert(
      fc.property(fc.array(journey, { maxLength: 10 }), (journeys) => {
        const { credit } = compare(journeys)
        for (const [m, model] of models.entries()) {
          const give = giveCreditBy({ model, window: filter.window }, (no) => creditChannels[no - 1] ?? null)
          const booked = new Array<number>(creditChannels.length + 1).fill(0)
          for (const each of journeys)
            for (const { placeNo, kind, minor } of give(each))
              booked[placeNo] = (booked[placeNo] ?? 0) + netSign[kind] * minor
          expect(credit[m]?.map(({ net }) => net)).toEqual(booked)
        }
      }),
    )
  })

  test('the journeys behind a row come to that row, whatever they are filtered by', () => {
    fc.assert(
      fc.property(
        fc.array(journey, { maxLength: 12 }),
        fc.integer({ min: 0, max: creditChannels.length }),
        fc.option(fc.nat(2), { nil: null }),
        (journeys, group, customer) => {
          const columns = columnsOf(journeys)
          const asked = Uint8Array.from(groupOf, (of) => (of === group ? 1 : 0))
          for (const [m, model] of models.entries()) {
            const by = { ...filter, customer }
            const { total } = creditedJourneys({ columns, filter: by, model, channelOf, asked, only: null })
            expect(total.credited).toBe(compare(journeys, { customer }).credit[m]?.[group]?.net)
          }
        },
      ),
    )
  })

  test('filters part the whole', () => {
    fc.assert(
      fc.property(fc.array(journey, { maxLength: 12 }), (journeys) => {
        const whole = compare(journeys).total.net
        const parts = (of: readonly unknown[], by: (no: number) => Partial<Filter>) =>
          of.reduce((sum: number, _, no) => sum + compare(journeys, by(no)).total.net, 0)
        expect(parts(customers, (customer) => ({ customer }))).toBe(whole)
        expect(parts(tiers, (tier) => ({ tier }))).toBe(whole)
      }),
    )
  })
})

test('models that say the same disagree by nothing, models that share nothing by all', () => {
  expect(
    disagreementOf([
      [{ net: 5 }, { net: 5 }],
      [{ net: 50 }, { net: 50 }],
    ]),
  ).toBe(0)
  expect(
    disagreementOf([
      [{ net: 5 }, { net: 0 }],
      [{ net: 0 }, { net: 7 }],
    ]),
  ).toBe(1)
  expect(disagreementOf([[{ net: 0 }], [{ net: 0 }]])).toBe(0)
})

test('paths count neighbours of one channel once, and every gift once', () => {
  const touch = (ago: number, placeNo: number) => ({
    at: decided - ago,
    placeNo,
    type: 'click' as const,
    tier: 'deterministic' as const,
  })
  const give = (minor: number, touches: Packed['touches']): Packed => ({
    decidedAt: decided * 1000,
    customer: 'new',
    milestones: null,
    touches,
    parts: [{ day: '2026-11-10', kind: 'gross', currency: 'USD', minor, before: 0 }],
  })
  const [ads, sms] = [1, 2]
  const found = findPaths(
    columnsOf([
      give(3000, [touch(2 * day, ads), touch(day, ads), touch(60, sms)]),
      give(1000, [touch(60, sms)]),
      give(500, []),
    ]),
    filter,
    channelOf,
  )
  expect(found.top.map(({ channels, net, conversions }) => [channels, net, conversions])).toEqual([
    [[0, 1], 3000, 1],
    [[1], 1000, 1],
    [[], 500, 1],
  ])
  expect(found.top[0]?.lift).toBe(3000 / (1500 / 2) - 1)
  expect(found.top[0]?.meanDays).toBe(2)
  expect([found.conversions, found.distinct, found.touches.slice(0, 4), found.days.slice(0, 3)]).toEqual([
    3,
    3,
    [1, 1, 0, 1],
    [1, 0, 1],
  ])
})
