import { Conflict, Invalid, NotFound } from '@throughline/canonical'
import { z } from 'zod'
import { lastWorkOf, readWork, requestCancel, type NudgeKind } from '../jobs/index.ts'
import type { Connections } from './connections.ts'
import type { Desk } from './desk.ts'
import { wantedStreams } from './read-connection.ts'
import { readStreams, restartStreams } from './stream-state.store.ts'
import { openRun } from './sync-run.store.ts'

const Day = z.iso.date()

/** What a person asks to be read now, or no longer. */
export function askForReading(desk: Desk): Pick<Connections, 'syncNow' | 'backfill' | 'cancel'> {
  const { within, write, nudge, changed, known, begin, deps } = desk
  const { now, newId, notifier } = deps

  return {
    async syncNow(actor, tenantId, connectionId) {
      await within(actor, tenantId, 'connections.write', async (inside) => {
        const it = await known(inside, connectionId)
        if (it.state !== 'active') throw new Conflict('The connection is paused or needs attention first.')
        await restartStreams(inside, connectionId)
        const standings = await readStreams(inside, connectionId, 'sync')
        for (const stream of wantedStreams(deps, it))
          if (standings.get(stream)?.position)
            await openRun(inside, { connectionId, stream, trigger: 'person' }, { now: now(), newId })
        await write(inside, 'connection.read_now', connectionId)
      })
      await nudge(tenantId, 'read-connection', connectionId)
      changed(tenantId)
    },

    async backfill(actor, tenantId, { connectionId, from }) {
      if (!Day.safeParse(from).success) throw new Invalid('Please name a day.', 'from')
      const workId = await within(actor, tenantId, 'connections.write', async (inside) => {
        const it = await known(inside, connectionId)
        const last = await lastWorkOf(inside, 'backfill', connectionId)
        if (last?.state === 'queued' || last?.state === 'running')
          throw new Conflict('History is being read already. Stop that first.')
        const workId = await begin(inside, 'backfill', connectionId, { from, streams: wantedStreams(deps, it) })
        await write(inside, 'connection.backfill', connectionId, { from })
        return workId
      })
      await nudge(tenantId, 'backfill', workId)
      changed(tenantId)
      return { workId }
    },

    async cancel(actor, tenantId, workId) {
      if (!z.uuid().safeParse(workId).success) throw new NotFound('No such work.')
      const work = await within(actor, tenantId, 'connections.write', async (inside) => {
        if (!(await readWork(inside, workId))) throw new NotFound('No such work.')
        const work = await requestCancel(inside, workId, now())
        await write(inside, 'work.cancelled', workId, { kind: work.kind })
        return work
      })
      await nudge(tenantId, work.kind as NudgeKind, workId)
      notifier.tell({ tenantId, kind: 'work' })
    },
  }
}
