import type { Inside } from '@throughline/db'
import { Invalid } from '@throughline/canonical'
import { readFits } from '../fits.store.ts'
import { readAttributionHead } from '../head.store.ts'
import { parseModelName, parseWindowDays, weigherOf, type Model, type Window } from '../models/index.ts'
import { readSettings, writeSetting } from '../setting.store.ts'
import type { SettingView } from './views.ts'

/** By what credit is kept. */
export async function settingView(inside: Inside, mayChoose: boolean): Promise<SettingView> {
  const [{ current }, head] = [await readSettings(inside), await readAttributionHead(inside)]
  return {
    modelNo: current.modelNo,
    model: current.model.name,
    halfLifeDays: current.model.name === 'time_decay' ? (current.model.halfLifeDays ?? 7) : null,
    rules: current.model.name === 'custom' ? current.model.rules : null,
    window: current.window,
    restating: head.modelNo !== current.modelNo || head.sweep !== null,
    mayChoose,
  }
}

/**
 * Credit is kept so from now on.
 * @throws Invalid for a model or window that there is not, or a data-driven model that was never fitted
 */
export async function chooseSetting(
  inside: Inside,
  input: { model: string; halfLifeDays?: number | undefined; rules?: string | undefined; window: Window },
  now: Date,
): Promise<SettingView> {
  const window = {
    clickDays: parseWindowDays(input.window.clickDays),
    viewDays: parseWindowDays(input.window.viewDays),
  }
  await writeSetting(inside, { model: await modelOf(inside, input), window }, { cause: 'rule_change', now })
  return settingView(inside, true)
}

async function modelOf(
  inside: Inside,
  { model, halfLifeDays, rules }: { model: string; halfLifeDays?: number | undefined; rules?: string | undefined },
): Promise<Model> {
  const name = parseModelName(model)
  if (name === 'time_decay') return { name, ...(halfLifeDays === undefined ? {} : { halfLifeDays }) }
  if (name === 'custom') {
    if (rules === undefined) throw new Invalid('This model takes rules.', 'rules')
    const custom: Model = { name, rules }
    // Rules that cannot be read are refused here, with their line and column.
    weigherOf(custom, [])
    return custom
  }
  if (name !== 'markov' && name !== 'shapley_rate') return { name }
  const fit = (await readFits(inside))[name]
  if (!fit) throw new Invalid('This model has not been fitted to this client’s journeys yet.', 'model')
  return { name, fit }
}
