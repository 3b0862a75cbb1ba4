import { randomUUIDv7 } from 'node:crypto'
import { getRequestListener } from '@hono/node-server'
import { createApi, createMetrics, timeJobs } from '@throughline/api'
import { sql } from '@throughline/db'
import { createHandlers, startWorker } from '@throughline/worker'
import type { Context } from '../command.ts'
import type { Front } from '../front.ts'
import type { Installation } from '../installation.ts'
import type { Part } from '../serve.ts'
import type { StopSignal } from '../stop-signal.ts'
import { demoFileOf, type DemoFile } from '../demo/demo-file.ts'
import { openDemo } from '../demo/demo.ts'
import { forgetDemo } from '../demo/state.ts'
import { loadWeb } from '../web.ts'
import { openCore } from './core.ts'
import { apiPaths, ownPaths, type House } from './house.ts'
import { keysOpen, meetKeys, wrongKey } from './keys-open.ts'
import { openLogger } from './logger.ts'
import { queueDepthOf } from './queue-depth.ts'
import { unwinding } from './unwinding.ts'
import { keepUp } from './upkeep.ts'
import { watchAll } from './watch-all.ts'

export interface Composition {
  parts: Part[]
  installation: Installation
  front: Front
  context: Context
  stop: StopSignal
  /** Plant the demo, also on a given server. */
  demo?: boolean | undefined
}

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
  composition: Composition,
  undo: (step: () => Promise<void>) => void,
): Promise<Omit<House, 'close'>> => {
  const { parts, installation, front, context } = composition
  const { env, now, say, bar } = context
  const publicUrl = (env['PUBLIC_URL'] || front.url).replace(/\/$/, '')
  const logger = await openLogger(installation.stateDir, env)
  if (installation.server?.made) await forgetDemo(installation.stateDir)
  const demo = await openDemo(installation.stateDir, {
    make: wantsDemo(env, installation, parts) || composition.demo === true,
    size: env['THROUGHLINE_DEMO'] === 'small' ? 'small' : 'full',
    now,
  })
  // Its thread would keep a start that fails from ending.
  if (demo) undo(demo.close)
  const core = await openCore({ installation, env, publicUrl, logger, now, standIn: demo })
  undo(core.close)
  const { services } = core
  // Before the port opens: health knows it from the first answer.
  const fits = await meetKeys(core)
  const metrics = createMetrics({ queueDepth: queueDepthOf(core.queue) })
  const api = createApi({
    services,
    metrics,
    meter: core.meter,
    logger,
    now,
    publicUrl,
    trustProxy: env['TRUST_PROXY'] === '1',
    readiness: {
      database: async () => {
        await core.database.call(sql`select 1`)
      },
      keys: async () => {
        keysOpen(core)
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
    const handlers = timeJobs(metrics, createHandlers(core.deps))
    const { door, queue, say: log } = core
    const worker = await startWorker({ door, queue, handlers, now, random: Math.random, newId: randomUUIDv7, say: log })
    undo(() => worker.stop())
    await watchAll(core)
    const upkeep = keepUp(services, logger)
    undo(upkeep.stop)
  }
  const serves = parts.includes('api')
  // First of all when closing: it would go on posting to doors that are shut.
  if (demo) undo(demo.close)
  return {
    handle: (request, response) => {
      const path = request.url ?? ''
      if (web && !apiPaths.test(path)) web(request, response)
      else if (serves || ownPaths.test(path)) void apiHandler(request, response)
      else response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found')
    },
    opened: async () => {
      say(`\n  Throughline is at ${publicUrl}`)
      if (!fits) say(`  ${wrongKey(installation.stateDir, env)}`)
      for (const line of core.leftOut) say(`  ${line}`)
      if (demo && !serves) void demo.stand(now)
      else if (demo)
        void demo.run({
          services,
          send: (request) => api.fetch(request),
          baseUrl: publicUrl,
          now,
          onReady: (file) => {
            bar.clear()
            sayWhoSignsIn(file, demoFileOf(installation.stateDir), say)
          },
          onProgress: (stage, fraction) => {
            bar.show(stage, fraction)
          },
          onComplete: () => {
            bar.done('The demo’s history is complete')
          },
          onFailure: (message) => {
            bar.clear()
            logger.warn({ message }, 'the demo failed')
            say(`  The demo could not be completed (${message}); the next start goes on with it.`)
          },
        })
      else if (env['DATABASE_URL'] && serves) {
        const link = await services.tenants.createFirstOwnerLink()
        if (link) say(`  Nobody has an account yet. The first owner begins here, once, within 24 hours:\n  ${link}`)
      }
    },
  }
}

/** On the first run of the clone's own database, unless told not to. */
const wantsDemo = (env: NodeJS.ProcessEnv, { server }: Installation, parts: Part[]): boolean =>
  server?.made === true && env['THROUGHLINE_DEMO'] !== 'none' && parts.includes('worker') && parts.includes('api')

const sayWhoSignsIn = (file: DemoFile, where: string, say: (line: string) => void) => {
  const [first] = file.users
  if (first) say(`\n  Sign in as  ${first.email}  with  ${first.password}  (${first.role})`)
  say(`  The others, webhook addresses and credentials are in ${where}\n`)
}
