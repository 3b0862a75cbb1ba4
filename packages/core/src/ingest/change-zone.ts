import type { Door, Inside } from '@throughline/db'
import { z } from 'zod'
import { beginRezoning, Rezoning, rezoneStep } from '../events/index.ts'
import { beginWork, finishWork, rezoneSchedules, stepWork, type Handler } from '../jobs/index.ts'
import {
  beginRestating,
  catchUp,
  dropRestated,
  factsBehind,
  finishRestating,
  restatePage,
  wantedZone,
  type Restating,
} from '../ledger/index.ts'
import type { Notifier } from '../notify/index.ts'
import { jobOf } from './inbox.store.ts'

export interface ChangeZoneDeps {
  door: Door
  now: () => Date
  notifier: Pick<Notifier, 'tell'>
}

/** What the work keeps between slices. */
const State = z.object({
  restating: z.custom<Restating>().optional(),
  catchUps: z.number().default(0),
  rezoning: Rezoning.optional(),
})

/** Facts a page: about a tenth of a second. */
const factsAtOnce = 2_000
/** So few are left to catch up with while the ledger is locked, unless more come in faster than they are caught up with. */
const fewFacts = 1_000
const catchUpsAtMost = 20

/**
 * Books a tenant's days in the zone that settings ask for; the nudge names the work. It is worked out in slices beside whatever else
 * is written, and one batch makes it effective: until then every figure of money is in the old zone, from then on in the new one.
 * Daily schedules are due by the new clock from that moment. Events follow, thousands at a time, each with what is counted of it.
 */
export function changeZone(deps: ChangeZoneDeps): Handler {
  return async ({ tenantId, ref }, { until, signal }) => {
    const workId = z.uuid().safeParse(ref)
    if (!workId.success) return 'done'
    for (;;) {
      const step = await deps.door.withTenant(jobOf(tenantId, 'change-zone'), tenantId, (inside) =>
        stepOf(inside, workId.data, deps.now()),
      )
      if (step.batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch: step.batch })
      if (step.batch !== undefined || !step.more) deps.notifier.tell({ tenantId, kind: 'settings' })
      if (!step.more) return 'done'
      if (signal.aborted || deps.now() >= until) return 'again'
    }
  }
}

async function stepOf(inside: Inside, workId: string, now: Date): Promise<{ more: boolean; batch?: number }> {
  const work = await beginWork(inside, workId, now)
  if (!work) return { more: false }
  const { restating: it, catchUps, rezoning } = State.parse(work.input)
  const keep = async (restating: Restating, round = 0) => {
    const progress = restating.of === 0 ? 0 : Math.min(0.95, restating.facts / restating.of)
    // Events that are not where an earlier change wants them are so still, should this one be called off.
    await stepWork(inside, workId, { progress, input: { restating, catchUps: round, rezoning } })
    return { more: true }
  }

  const { zone, wanted } = await wantedZone(inside)
  if (wanted === null && rezoning) {
    const next = await rezoneStep(inside, rezoning)
    if (next) {
      await stepWork(inside, workId, { progress: 0.95, input: { rezoning: next } })
      return { more: true }
    }
  }
  if (wanted === null) {
    await dropRestated(inside)
    await finishWork(inside, workId, { state: 'done', now })
    return { more: false }
  }
  if (!it || it.from !== zone || it.to !== wanted) return keep(await beginRestating(inside, wanted))
  if (!it.read) return keep(await restatePage(inside, it, factsAtOnce))
  if (catchUps < catchUpsAtMost && (await factsBehind(inside, it)) > fewFacts)
    return keep(await catchUp(inside, it, factsAtOnce), catchUps + 1)
  const done = await finishRestating(inside, it, now)
  await rezoneSchedules(inside, it.to, now)
  const events = await beginRezoning(inside)
  if (events) await stepWork(inside, workId, { progress: 0.95, input: { rezoning: events } })
  else await finishWork(inside, workId, { state: 'done', now })
  return { more: events !== undefined, batch: done.batch }
}
