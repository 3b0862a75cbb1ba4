import { randomUUIDv7 } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApi, createMetrics } from '@throughline/api'
import { sql } from '@throughline/db'
import { createHandlers, startWorker } from '@throughline/worker'
import type { Context } from '../command.ts'
import type { Front } from '../front.ts'
import type { Installation } from '../installation.ts'
import type { Part } from '../serve.ts'
import type { StopSignal } from '../stop-signal.ts'
import { loadWeb } from '../web.ts'
import { openCore } from './core.ts'
import { openLogger } from './logger.ts'
import { queueDepthOf } from './queue-depth.ts'
import { unwinding } from './unwinding.ts'
import { keepUp } from './upkeep.ts'

/** What was put together for one process. */
export interface House {
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** What is to be done and said once the port answers. */
  opened?: () => Promise<void>
  close: () => Promise<void>
}

export interface Composition {
  parts: Part[]
  installation: Installation
  front: Front
  context: Context
  stop: StopSignal
}

const apiPaths = /^\/(trpc|v1|hooks|live|healthz|readyz|metrics)(\/|\?|$)/

/** Joins the parts of the house that this process is to run. The only place that knows them all. */
export const compose = async (composition: Composition): Promise<House> => {
  const undo = unwinding()
  try {
    const house = await join(composition, undo.add)
    return { ...house, close: undo.run }
  } catch (error) {
    await undo.run()
    throw error
  }
}

const join = async (
  { parts, installation, front, context }: Composition,
  undo: (step: () => Promise<void>) => void,
): Promise<Omit<House, 'close'>> => {
  const { env, now, say } = context
  const publicUrl = (env['PUBLIC_URL'] || front.url).replace(/\/$/, '')
  const logger = await openLogger(installation.stateDir, env)
  const core = await openCore({ installation, env, publicUrl, logger, now })
  undo(core.close)
  const { services } = core
  const api = createApi({
    services,
    metrics: createMetrics({ queueDepth: queueDepthOf(core.queue) }),
    logger,
    now,
    publicUrl,
    trustProxy: env['TRUST_PROXY'] === '1',
    readiness: {
      database: async () => {
        await core.database.call(sql`select 1`)
      },
    },
    metricsToken: env['METRICS_TOKEN'] || undefined,
  })
  undo(() => api.close())
  const apiHandler = getRequestListener((request, carrier) => api.fetch(request, carrier))
  const web = parts.includes('web')
    ? await loadWeb(env, (request, remoteAddress) => api.fetch(request, remoteAddress ? { remoteAddress } : {}))
    : undefined
  if (parts.includes('worker')) {
    const handlers = createHandlers(core.deps)
    const { door, queue, say: log } = core
    const worker = await startWorker({ door, queue, handlers, now, random: Math.random, newId: randomUUIDv7, say: log })
    undo(() => worker.stop())
    const upkeep = keepUp(services, logger)
    undo(upkeep.stop)
  }
  return {
    handle: (request, response) => {
      if (!web || apiPaths.test(request.url ?? '')) void apiHandler(request, response)
      else web(request, response)
    },
    opened: async () => {
      say(`\n  Throughline is at ${publicUrl}`)
      if (!env['DATABASE_URL']) return
      const link = await services.tenants.createFirstOwnerLink()
      if (link) say(`  Nobody has an account yet. The first owner begins here, once, within 24 hours:\n  ${link}`)
    },
  }
}
