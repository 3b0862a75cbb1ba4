import { randomUUIDv7 } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { chmod, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createNotices, type Services } from '@throughline/api'
import * as kit from '@throughline/connector-kit'
import { connectors } from '@throughline/connectors'
import { createActions } from '@throughline/core/actions'
import { createApiKeys } from '@throughline/core/api-keys'
import { attributionThreads, createAttribution, followBatches } from '@throughline/core/attribution'
import { createAudit } from '@throughline/core/audit'
import { createConnections } from '@throughline/core/connections'
import { createContacts } from '@throughline/core/contacts'
import { createConversionsOut } from '@throughline/core/conversions-out'
import { createEventDesk, createEventIntake, createVisits } from '@throughline/core/events'
import { createEventImports } from '@throughline/core/events/import'
import { createGoals } from '@throughline/core/goals'
import { createQuarantineDesk, createReceiver } from '@throughline/core/ingest'
import { createJobDesk } from '@throughline/core/jobs'
import { createLinks } from '@throughline/core/links'
import { createMatching } from '@throughline/core/matching'
import { createMailer, postBySmtp } from '@throughline/core/mail'
import { createMetrics, peopleThreads } from '@throughline/core/metrics'
import { createAlerts, createNotifier, createPostWebhook, watchNews } from '@throughline/core/notify'
import { createPipelines } from '@throughline/core/pipeline'
import { createDataHealth, openServiceMeter } from '@throughline/core/quality'
import { createSecrets } from '@throughline/core/secrets'
import { createSegments } from '@throughline/core/segments'
import { createSignIn } from '@throughline/core/sign-in'
import { createTenants } from '@throughline/core/tenants'
import { createWriteBack } from '@throughline/core/write-back'
import { createDoor, openDatabase } from '@throughline/db'
import type { HandlerDeps } from '@throughline/worker'
import { openQueue } from '@throughline/worker'
import type { Logger } from 'pino'
import type { Installation } from '../installation.ts'
import { readMasterKey } from '../master-key-file.ts'
import { openOutside, readOutsidePackages } from '../outside-packages.ts'
import { alertRules } from './alert-rules.ts'
import { readPlan } from './read-plan.ts'
import { readRegisteredApps, type RegisteredApps } from '../registered-apps.ts'
import { laterTasks } from './later-tasks.ts'

/** An outside system that stands in for a provider: answers what is its own, and nothing else. */
export interface StandIn {
  fetch(request: Request): Promise<Response | undefined>
  addressOf: NonNullable<HandlerDeps['addressOf']>
  /** What is registered with the stand-ins. */
  apps?: RegisteredApps
}

export interface CoreOptions {
  installation: Installation
  env: NodeJS.ProcessEnv
  publicUrl: string
  logger: Logger
  now: () => Date
  standIn?: StandIn | undefined
}

/** What answering came to is written so often. */
const meterEveryMs = 60_000

export type Core = Awaited<ReturnType<typeof openCore>>

/** Opens the services over one database, and what the worker needs of them. Says how to close them again, in order. */
export const openCore = async ({ installation, env, publicUrl, logger, now, standIn }: CoreOptions) => {
  const { logins, stateDir } = installation
  const master = await readMasterKey(stateDir, env)
  const apps = { ...standIn?.apps, ...(await readRegisteredApps(stateDir, env)) }
  const outside = await openOutside(await readOutsidePackages(stateDir, env), { own: connectors, now })
  for (const line of outside.leftOut) logger.warn(line)
  const spoolDir = path.join(stateDir, 'spool')
  await mkdir(spoolDir, { recursive: true, mode: 0o700 })
  await chmod(spoolDir, 0o700)

  const database = await openDatabase(logins)
  const say = (level: string, message: string, detail: object = {}) => {
    logger[level === 'error' ? 'error' : level === 'warning' ? 'warn' : 'debug'](detail, message)
  }
  const queue = await openQueue({ jobsUrl: logins.jobs, say }).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const door = createDoor(database, now)
  const secrets = createSecrets(master)
  const smtp = env['SMTP_URL']
  const from = env['SMTP_FROM'] || 'throughline@localhost'
  const mailer = createMailer({ database, secrets, now }, smtp ? postBySmtp({ url: smtp, from }) : undefined)
  const notifier = watchNews(followBatches(createNotifier({ database, now }), queue), queue, now)
  const threads = attributionThreads(Math.max(1, availableParallelism() - 1))
  const forPeople = peopleThreads(1)
  const tasks = laterTasks(logger)
  const later = tasks.add
  const meter = openServiceMeter({
    ...{ door, now },
    cpuUs: () => {
      const { user, system } = process.cpuUsage()
      return user + system
    },
    report: (message, detail) => {
      logger.warn(detail, message)
    },
  })
  const metering = setInterval(() => void meter.flush(), meterEveryMs).unref()

  const deps: HandlerDeps = {
    door,
    threads,
    secrets,
    mailer,
    publicUrl,
    rules: alertRules,
    postWebhook: createPostWebhook(),
    random: Math.random,
    connectors: { ...connectors, ...outside.connectors },
    apps: (connector) => apps[connector],
    kit,
    queue,
    notifier,
    now,
    newId: randomUUIDv7,
    states: new kit.HttpStates(),
    around: {
      fetch: async (request) => (await standIn?.fetch(request)) ?? fetch(request),
      now,
      random: Math.random,
      sleep: async (ms) => {
        await pause(ms)
      },
      spoolDir,
    },
    ...(standIn ? { addressOf: standIn.addressOf } : {}),
    report: (message, detail) => {
      logger.warn(detail, message)
    },
  }
  const signIn = createSignIn({ door, secrets, mailer, now, publicUrl, later })
  const tenants = createTenants({
    door,
    secrets,
    mailer,
    signIn,
    now,
    publicUrl,
    later,
    restateDays: (tenantId, workId) => queue.add({ tenantId, kind: 'change-zone', ref: workId, attempt: 0 }),
  })
  const services: Services = {
    signIn,
    tenants,
    audit: createAudit({ door }),
    mailer,
    figures: createMetrics({ door, now, secrets, threads, peopleThreads: forPeople }),
    pipelines: createPipelines({ door, now }),
    attribution: createAttribution({ door, now, secrets, queue, threads }),
    actions: createActions(deps),
    conversionsOut: createConversionsOut(deps),
    writeBack: createWriteBack(deps),
    connections: createConnections({ ...deps, publicUrl }),
    receiver: createReceiver({ ...deps, publicUrl }),
    quarantine: createQuarantineDesk(deps),
    contacts: createContacts({ door, secrets, now, newId: randomUUIDv7 }),
    jobs: createJobDesk({ door, queue, now }),
    apiKeys: createApiKeys({ door, now, later, plan: readPlan(env) }),
    visits: createVisits({ door, now, later }),
    matching: createMatching(deps),
    dataHealth: createDataHealth({ door, now }),
    alerts: createAlerts(deps),
    segments: createSegments(deps),
    goals: createGoals(deps),
    links: createLinks({
      ...{ door, now, later, connectors: deps.connectors },
      report: (message, detail) => {
        logger.warn(detail, message)
      },
    }),
    events: createEventIntake({ ...deps, sources: new Set(Object.keys(deps.connectors)) }),
    eventDesk: createEventDesk({ ...deps, sources: new Set(Object.keys(deps.connectors)) }),
    eventImports: createEventImports(deps),
    grantsOf: (actor) => door.grantsOf(actor),
    notices: createNotices(database),
  }
  return {
    services,
    meter,
    database,
    door,
    secrets,
    queue,
    deps,
    say,
    /** Packages from outside that could not be had, each with its reason in one line. */
    leftOut: outside.leftOut,
    close: async () => {
      clearInterval(metering)
      await meter.flush()
      await tasks.done()
      await outside.close()
      await Promise.all([threads.close(), forPeople.close()])
      await notifier.close()
      await queue.close()
      await database.close()
    },
  }
}
