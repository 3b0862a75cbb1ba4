import type { Inside } from '@throughline/db'
import { zoneAt, zoneClock } from '../../ledger/index.ts'
import { groupPlaces } from '../compare/group-places.ts'
import { previewRules, type Previewed, type PreviewInput } from '../compare/preview-rules.ts'
import { parseRules, type Window } from '../models/index.ts'
import { loadColumns } from './load-columns.ts'
import type { RulesPreview } from './views.ts'
import type { ViewDeps, Within } from './within.ts'

const previewedDays = 30

/** What rules of one's own would credit over the last 30 days, beside what is credited now; or what is wrong with them, line by line. */
export async function previewView(
  within: Within,
  deps: ViewDeps,
  { rules: text, window }: { rules: string; window?: Window | undefined },
  now: Date,
): Promise<RulesPreview> {
  const parsed = parseRules(text)
  if (!parsed.ok) return { ok: false, faults: [...parsed.faults] }
  const { range, ground, columns, filter } = await within(async (inside) => {
    const range = await lastDays(inside, now)
    return { range, ...(await loadColumns(inside, deps, { ...range, window })) }
  })
  const { channelOf, groupOf, groups } = groupPlaces(ground.places.byNo, 'channel')
  const work: PreviewInput = {
    columns,
    filter,
    grouped: { channelOf, groupOf, groups: groups.length },
    now: ground.setting.model,
    text,
    rules: parsed.rules,
  }
  const { credit, total, troubles } = await deps.threads.run<Previewed>(previewRules.name, work)
  return {
    ok: true,
    ...range,
    currency: ground.currency,
    model: ground.setting.model.name,
    rows: groups
      .flatMap(({ channel }, g) => {
        const of = credit[g]
        return of && (of.now.net !== 0 || of.then.net !== 0) ? [{ channel, now: of.now.net, then: of.then.net }] : []
      })
      .sort((a, b) => b.then - a.then),
    total,
    troubles,
  }
}

async function lastDays(inside: Inside, now: Date): Promise<{ from: string; to: string }> {
  const today = Temporal.PlainDate.from(zoneClock(await zoneAt(inside))(now.getTime()).day)
  return { from: today.subtract({ days: previewedDays - 1 }).toString(), to: today.toString() }
}
