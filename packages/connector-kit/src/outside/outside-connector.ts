import { z } from 'zod'
import type { Action, Recipient } from '../action.ts'
import type { AnyConnector, AnyStream, Ctx, ReadPage, Webhook } from '../define-connector.ts'
import type { Judge, Usage } from '../http.ts'
import { schemaOf } from './flat-schema.ts'
import { guardFetch } from './guard.ts'
import * as said from './messages.ts'
import type { Description } from './messages.ts'
import type { Scope } from './program.ts'
import type { Programs } from './programs.ts'
import { follow } from './recipe.ts'
import { createRowCache, type RowCache } from './row-cache.ts'
import { readElsewhere } from './read-elsewhere.ts'

export interface Outside {
  description: Description
  programs: Programs
  hosts: readonly string[]
}

/** One call of one connection's child, in a scope of its own. */
export type CallOnce = <T>(name: string, given: object, shape: z.ZodType<T>, ctx?: Ctx<unknown>) => Promise<T>

/**
 * An outside package's connector as the kit knows connectors: what is data is here, checked; what is code is called in a child that
 * serves one connection alone. Nothing that the child says is taken without a look at its shape.
 */
export function outsideConnector(outside: Outside, connectionId = ''): AnyConnector {
  const { description, programs, hosts } = outside
  const cache = createRowCache()
  const once: CallOnce = async (name, given, shape, ctx) => {
    const scope = programs.scope(connectionId, ctx)
    try {
      return await scope.call(name, given, shape)
    } finally {
      scope.close()
    }
  }
  const { id, name, recipe, limits } = description
  return {
    id,
    name,
    config: schemaOf(description.config),
    auth: {
      kind: recipe.kind,
      secrets: schemaOf(description.secrets),
      apply: (outgoing, secrets) => {
        follow(recipe, outgoing, secrets)
      },
    },
    http: {
      baseUrl: (config) => once('baseUrl', { config }, z.url().max(2_000)),
      limits,
      ...(description.classifies
        ? {
            classify: async ({ status, headers }, text) =>
              judged(await once('classify', { status, headers: [...headers], text }, said.Judged)),
          }
        : {}),
      ...(description.tellsUsage
        ? {
            usage: async ({ status, headers }, config) =>
              (await once('usage', { status, headers: [...headers], config }, said.Usages)).map(
                ({ bucket, ...usage }) => ({
                  ...usage,
                  ...(bucket !== undefined && Object.hasOwn(limits, bucket) ? { bucket } : {}),
                }),
              ) as Usage[],
          }
        : {}),
    },
    check: async (ctx) =>
      (await once('check', { ctx: toldOf(ctx) }, said.Accounts, ctx)) as Awaited<ReturnType<AnyConnector['check']>>,
    streams: Object.fromEntries(
      Object.entries(description.streams).map(([stream, told]) => [stream, streamOf(stream, told)]),
    ),
    webhooks: Object.fromEntries(
      Object.entries(description.webhooks).map(([kind, { title, credentials }]) => [
        kind,
        webhookOf(title, credentials),
      ]),
    ),
    actions: Object.fromEntries(
      Object.entries(description.actions).map(([action, told]) => [action, actionOf(action, told)]),
    ),
    elsewhere: {
      forConnection: (connection) => bound(outside, connection),
      guard: (fetch, standIn) => guardFetch(hosts, fetch, standIn),
      ...readElsewhere(description, once, cache),
    },
  }

  function streamOf(stream: string, told: Description['streams'][string]): AnyStream<unknown> {
    const { title, rank, fetchAtOnce, everyMinutes, drift } = told
    const basics = {
      title,
      rank,
      raw: z.unknown(),
      key: notHere,
      map: notHere,
      ...(fetchAtOnce === undefined ? {} : { fetchAtOnce }),
      ...(drift === undefined ? {} : { drift }),
      ...(told.fetches
        ? {
            fetch: async (ctx: Ctx<unknown>, keys: readonly string[]) =>
              cache.keep(stream, await once('fetch', { ctx: toldOf(ctx), stream, keys }, said.MappedRows, ctx)),
          }
        : {}),
      ...(told.counts
        ? {
            totals: async (ctx: Ctx<unknown>, range: object) =>
              (await once('totals', { ctx: toldOf(ctx), stream, range }, said.Totals, ctx)) as never,
          }
        : {}),
    }
    if (!told.polled) return basics
    return {
      ...basics,
      cursor: said.Small,
      start: (config, from) => once('start', { stream, config, from }, said.Small),
      ...(told.rewinds
        ? { rewind: (cursor: unknown, config: unknown) => once('rewind', { stream, cursor, config }, said.Small) }
        : {}),
      read: (ctx, from) => pages(programs.scope(connectionId, ctx), ctx, stream, from, cache),
      ...(everyMinutes === undefined ? {} : { everyMinutes }),
    }
  }

  function actionOf(action: string, told: Description['actions'][string]): Action<unknown, unknown> {
    const { title, undoMinutes } = told
    const given = (ctx: Ctx<unknown>, rest: object) => ({ action, ctx: toldOf(ctx), ...rest })
    return {
      title,
      input: schemaOf(told.input),
      preview: async (ctx, input) => (await once('preview', given(ctx, { input }), said.Previewed, ctx)) as never,
      run: async (ctx, input, key) => once('run', given(ctx, { input, key }), said.Did, ctx),
      find: async (ctx, key, input) =>
        (await once('find', given(ctx, { input, key }), said.Did.nullable(), ctx)) ?? undefined,
      ...(told.undoes
        ? {
            undo: async (ctx: Ctx<unknown>, done: unknown, input: unknown) => {
              await once('undo', given(ctx, { input, done }), z.null(), ctx)
            },
          }
        : {}),
      ...(told.reaches
        ? {
            recipient: async (input: unknown) =>
              (await once('recipient', { action, input }, said.Reaches)) as Recipient,
          }
        : {}),
      ...(told.repeatable ? { repeatable: true as const } : {}),
      ...(told.secondPerson ? { secondPerson: true } : {}),
      ...(undoMinutes === undefined ? {} : { undoMinutes }),
    }
  }
}

const perOutside = new WeakMap<Outside, Map<string, AnyConnector>>()
/** The same one each time for one connection, so that what it read of a page is found again. */
function bound(outside: Outside, connectionId: string): AnyConnector {
  const known = perOutside.get(outside) ?? new Map<string, AnyConnector>()
  perOutside.set(outside, known)
  const connector = known.get(connectionId) ?? outsideConnector(outside, connectionId)
  known.set(connectionId, connector)
  return connector
}

/** Of a context, what the child is told: no secret, and a key for pseudonyms that is made of the connection's own. */
function toldOf({ config, accounts, random, pseudonym }: Ctx<unknown>): object {
  return { config, accounts, seed: Math.floor(random() * 2 ** 32), pseudonymKey: pseudonym('outside package') }
}

async function* pages(
  scope: Scope,
  ctx: Ctx<unknown>,
  stream: string,
  from: unknown,
  cache: RowCache,
): AsyncGenerator<ReadPage<unknown>> {
  try {
    for (let name = 'read'; ; name = 'next') {
      const given = name === 'read' ? { ctx: toldOf(ctx), stream, from } : {}
      const page = await scope.call(name, given, said.Page)
      if (page === null) return
      const also = Object.entries(page.also ?? {}).map(([other, rows]) => [other, cache.keep(other, rows)] as const)
      yield {
        rows: cache.keep(stream, page.page),
        next: page.next,
        ...(also.length > 0 ? { also: Object.fromEntries(also) } : {}),
        ...(page.progress ? { progress: page.progress } : {}),
        ...(page.last ? { last: true as const } : {}),
      }
      if (page.last) return
    }
  } finally {
    scope.close()
  }
}

function webhookOf(title: string, credentials: readonly string[]): Webhook<unknown> {
  return { title, route: 'connection', credentials, body: z.unknown(), verify: notHere, split: notHere }
}

/** Never called: rows and deliveries of an outside package are read by `elsewhere`. */
function notHere(): never {
  throw new Error('the code of an outside package runs in its own process')
}

const judged = (judge: z.infer<typeof said.Judged>): Judge | undefined => (judge ?? undefined) as Judge | undefined
