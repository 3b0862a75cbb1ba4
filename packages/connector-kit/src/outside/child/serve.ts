import type { Account } from '../../account.ts'
import type { AnyConnector, AnyStream, Ctx, PolledStream, ReadPage } from '../../define-connector.ts'
import { AskCustomer, ProviderChanged } from '../../errors.ts'
import { issuesOf, mapRow } from '../../observe.ts'
import { MalformedRow } from '../../csv.ts'
import { createPseudonym } from '../../pseudonym.ts'
import { parseBody, receive } from '../../webhook.ts'
import { describe } from './describe.ts'
import type { Ask, Serve } from './pipe.ts'
import { remoteHttp } from './remote-http.ts'

/** What comes with a call; which of it, depends on the call. The keeper is trusted here, not the other way round. */
interface Given {
  ctx: { config: unknown; accounts: readonly Account[]; seed: number; pseudonymKey: string }
  stream: string
  config: unknown
  from: string
  cursor: unknown
  rows: unknown[]
  keys: string[]
  range: { from: string; to: string }
  kind: string
  body: string
  request: { method: string; url: string; headers: [string, string][]; body: string }
  proof: unknown
  now: number
  publicUrl: string
  action: string
  input: unknown
  key: string
  done: never
  status: number
  headers: [string, string][]
  text: string
}

/** Calls the connector's functions as the keeper asks for them. */
export function serving(connector: AnyConnector, ask: Ask): Serve {
  const reading = new Map<number, { pages: AsyncIterator<ReadPage<unknown>>; config: unknown }>()

  const configOf = (given: unknown): unknown => {
    const parsed = connector.config.safeParse(given)
    if (parsed.success) return parsed.data
    const [first] = issuesOf(parsed.error)
    const field = first?.path || 'config'
    throw new AskCustomer(`config does not fit at ${field}`, {
      say: `Please look at the setting "${field}" of ${connector.name}: ${first?.message ?? 'it does not fit'}.`,
      field,
    })
  }
  const streamOf = (name: string): AnyStream<unknown> => {
    const stream = connector.streams[name]
    if (!stream) throw new Error(`no stream ${name}`)
    return stream
  }
  const polledOf = (name: string): PolledStream<unknown, unknown, unknown> => {
    const stream = streamOf(name)
    if (!stream.read) throw new Error(`${name} is not read`)
    return stream
  }
  const actionOf = (name: string) => {
    const action = connector.actions[name]
    if (!action) throw new Error(`no action ${name}`)
    return action
  }
  const mapOne = (stream: string, row: unknown, config: unknown) => mapRow(streamOf(stream), row, config)
  const mapAll = (stream: string, given: readonly unknown[], config: unknown) => {
    const rows: unknown[] = []
    const mapped = given.map((row) => {
      const one = mapOne(stream, row, config)
      rows.push(one.raw ?? null)
      return row instanceof MalformedRow ? { ...one.mapped, malformed: true } : one.mapped
    })
    return { rows, mapped }
  }
  /** A cursor that no longer has its shape starts from the beginning. */
  const cursorOf = async (stream: PolledStream<unknown, unknown, unknown>, cursor: unknown, config: unknown) => {
    const parsed = stream.cursor.safeParse(cursor)
    return parsed.success ? parsed.data : stream.start(config)
  }

  async function page(scope: number): Promise<object | null> {
    const open = reading.get(scope)
    const step = await open?.pages.next()
    if (!open || !step || step.done) return null
    const { rows, also = {}, next, progress, last } = step.value
    return {
      page: mapAll(nameOf.get(scope) ?? '', rows, open.config),
      also: Object.fromEntries(Object.entries(also).map(([name, more]) => [name, mapAll(name, more, open.config)])),
      next: next ?? null,
      ...(progress ? { progress } : {}),
      ...(last ? { last } : {}),
    }
  }
  const nameOf = new Map<number, string>()

  return async ({ name, given: raw, scope, signal, now }) => {
    const given = raw as Given
    const ctx = (): Ctx<unknown> => ({
      config: configOf(given.ctx.config),
      accounts: given.ctx.accounts,
      http: remoteHttp(ask, scope),
      now,
      random: seeded(given.ctx.seed),
      pseudonym: createPseudonym(given.ctx.pseudonymKey),
      signal,
    })
    switch (name) {
      case 'describe':
        try {
          return describe(connector)
        } catch (error) {
          // Said to whoever runs the installation, not to a customer.
          throw new ProviderChanged(error instanceof Error ? error.message : 'it cannot be described', { cause: error })
        }
      case 'baseUrl':
        return connector.http.baseUrl(configOf(given.config), {})
      case 'classify': {
        const response = new Response(null, { status: given.status, headers: given.headers })
        return connector.http.classify?.(response, given.text)
      }
      case 'usage': {
        const response = new Response(null, { status: given.status, headers: given.headers })
        return connector.http.usage?.(response, configOf(given.config))
      }
      case 'check':
        return (await connector.check(ctx())) ?? []
      case 'start':
        return polledOf(given.stream).start(configOf(given.config), given.from)
      case 'rewind': {
        const stream = polledOf(given.stream)
        const config = configOf(given.config)
        const parsed = stream.cursor.safeParse(given.cursor)
        if (!parsed.success) return stream.start(config)
        return (await stream.rewind?.(parsed.data, config)) ?? parsed.data
      }
      case 'read': {
        const stream = polledOf(given.stream)
        const own = ctx()
        if (stream.enabled?.(own.config) === false) return null
        const from = await cursorOf(stream, given.from, own.config)
        reading.set(scope, { pages: stream.read(own, from)[Symbol.asyncIterator](), config: own.config })
        nameOf.set(scope, given.stream)
        signal.addEventListener('abort', () => {
          const open = reading.get(scope)
          reading.delete(scope)
          nameOf.delete(scope)
          void open?.pages.return?.().catch(() => {})
        })
        return page(scope)
      }
      case 'next':
        return page(scope)
      case 'map':
        return mapAll(given.stream, given.rows, configOf(given.config)).mapped
      case 'fetch': {
        const own = ctx()
        const rows = await streamOf(given.stream).fetch?.(own, given.keys)
        return mapAll(given.stream, rows ?? [], own.config)
      }
      case 'totals':
        return (await streamOf(given.stream).totals?.(ctx(), given.range)) ?? []
      case 'receive': {
        const { kind, proof, publicUrl } = given
        const { method, url, headers, body } = given.request
        const request = { method, url, headers: new Headers(headers), body: Buffer.from(body, 'base64') }
        const received = receive({ connector, kind, request, proof, now: new Date(given.now), publicUrl })
        if (received.outcome !== 'handshake') return received
        return { outcome: 'handshake', status: received.response.status, text: await received.response.text() }
      }
      case 'split':
        return split(given)
      default:
        return act(name, given, ctx)
    }
  }

  function split({ kind, body, config: given }: Given): object {
    const webhook = connector.webhooks[kind]
    if (!webhook) throw new Error(`no webhook ${kind}`)
    const config = configOf(given)
    const parsed = parseBody(webhook, Buffer.from(body, 'base64'))
    if ('detail' in parsed) return parsed
    const delivered = webhook.split(parsed.value).map(({ stream, key, raw, part }) => ({
      stream,
      key,
      part,
      ...(raw === undefined ? {} : mappedOf(mapOne(stream, raw, config))),
    }))
    return { delivered }
  }

  async function act(name: string, given: Given, ctx: () => Ctx<unknown>): Promise<unknown> {
    const action = actionOf(given.action)
    const input = action.input.parse(given.input)
    switch (name) {
      case 'preview':
        return action.preview(ctx(), input)
      case 'run':
        return action.run(ctx(), input, given.key)
      case 'find':
        return action.find(ctx(), given.key, input)
      case 'undo':
        await action.undo?.(ctx(), given.done, input)
        return null
      case 'recipient':
        return action.recipient?.(input)
      default:
        throw new Error(`nothing is called ${name}`)
    }
  }
}

const mappedOf = ({ raw, mapped }: ReturnType<typeof mapRow>) => ({ raw: raw ?? null, mapped })

/** Chance that the keeper can repeat (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
