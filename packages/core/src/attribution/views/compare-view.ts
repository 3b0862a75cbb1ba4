import { customers } from '../journeys/journey.ts'
import { tiers, type Tier } from '../evidence.ts'
import { creditChannels, type CreditChannel } from '../place.ts'
import { recordNames } from '../names.store.ts'
import { compareModels, disagreementOf, type Compared, type CompareInput } from '../compare/compare-models.ts'
import { groupPlaces, type CreditBy } from '../compare/group-places.ts'
import { loadColumns } from './load-columns.ts'
import { otherCurrencies } from './other-currencies.store.ts'
import type { ModelComparison, ViewFilter } from './views.ts'
import type { ViewDeps, Within } from './within.ts'

/** A range's credit by every model, in rows of what it is shown by. */
export async function compareView(
  within: Within,
  deps: ViewDeps,
  input: ViewFilter & { by: CreditBy },
): Promise<ModelComparison> {
  const { ground, columns, filter, others } = await within(async (inside) => {
    const loaded = await loadColumns(inside, deps, input)
    return {
      ...loaded,
      others: await otherCurrencies(inside, {
        ...input,
        of: input.conversions ?? 'gifts',
        currency: loaded.ground.currency,
      }),
    }
  })
  const { channelOf, groupOf, groups } = groupPlaces(ground.places.byNo, input.by)
  const models = ground.models.map(({ model }) => model)
  const work: CompareInput = { columns, filter, models, channelOf, groupOf, groups: groups.length }
  const compared = await deps.threads.run<Compared>(compareModels.name, work)

  const credited = groups.flatMap((group, g) => {
    const credit = compared.credit.map((of) => of[g] ?? { net: 0, gross: 0, micro: 0 })
    return credit.some(({ net, gross, micro }) => net !== 0 || gross !== 0 || micro !== 0) ? [{ group, credit }] : []
  })
  const nameOf = await within((inside) =>
    recordNames(
      inside,
      credited.flatMap(({ group }) => group.record ?? []),
    ),
  )
  const chosenAt = models.findIndex(({ name }) => name === ground.setting.model.name)
  return {
    batch: ground.moment.batch,
    recordedAt: ground.moment.recordedAt,
    current: ground.current,
    currency: ground.currency,
    window: filter.window,
    chosen: { model: ground.setting.model.name, window: ground.setting.window, modelNo: ground.setting.modelNo },
    models: ground.models.map(({ model, sure, why }) => ({ id: model.name, sure, why })),
    rows: credited
      .map(({ group, credit }) => ({
        key: group.key,
        label: (group.record && nameOf(group.record)) ?? group.text,
        channel: group.channel,
        credit,
      }))
      .sort(
        (a, b) =>
          (b.credit[chosenAt]?.net ?? 0) - (a.credit[chosenAt]?.net ?? 0) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1),
      ),
    total: compared.total,
    disagreement: disagreementOf(compared.credit),
    flows: compared.flows.map(({ first, last, customer, net, n }) => ({
      first: channelAt(first),
      last: channelAt(last),
      customer: customers[customer] ?? 'returning',
      net,
      n,
    })),
    quality: Object.fromEntries(tiers.map((tier, i) => [tier, compared.quality[i] ?? 0])) as Record<Tier, number>,
    otherCurrencies: others,
  }
}

const channelAt = (place: number): CreditChannel | null => creditChannels[place] ?? null
