import { createHmac } from 'node:crypto'
import type { RawRequest } from '@throughline/connector-kit'
import { createFaults, faulty, type Emulator, type EmulatorOptions } from '@throughline/connector-kit/testing'
import type { Berth, Config, Secrets } from './schema.ts'

const pageRows = 2
const dayMs = 86_400_000

/** Stands in for Harbor: pages, a book to download, notices that carry a berth or only name one, and a change that is done once. */
export function createEmulator({ clock }: EmulatorOptions): Emulator<Config, Secrets> {
  const good: Secrets = { user: 'pilot', password: 'emulated-password', hookSecret: 'emulated-hook-secret' }
  const faults = createFaults()
  const ago = (days: number): string => new Date(clock.now().getTime() - days * dayMs).toISOString()
  const berth = (id: string, days: number, fee = '25.00', town = 'whitby') => ({
    ...{ id, fee, at: ago(days), version: 1, town, skipper: `${id}@example.com` as string | null },
    card: '4111111111111111',
  })
  const berths = [60, 40, 20, 9, 1].map((days, index) => berth(`b${index + 1}`, days))
  berths.push(berth('b6', 3, '25.00', 'staithes'))
  const lost = new Set<string>()
  const lines = [50, 30, 10, 5, 2].map((days, index) => ({ ref: `l${index + 1}`, fee: '12.50', at: ago(days) }))
  const done = new Map<string, string>()
  let writes = 0
  const basic = `Basic ${Buffer.from(`${good.user}:${good.password}`).toString('base64')}`

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const place = pathname.replace(/^\/v1/, '')
    if (place === '/files/ledger.csv')
      return new Response(['ref,fee,at', ...lines.map(({ ref, fee, at }) => `${ref},${fee},${at}`), ''].join('\n'))
    if (request.headers.get('authorization') !== basic) return Response.json({}, { status: 401 })
    const headers = { 'x-used': '0.25' }
    if (place === '/me') return Response.json({ ok: true }, { headers })
    if (place === '/export')
      return Response.json({ url: 'https://files.harbor.example/v1/files/ledger.csv', name: `ledger ${lines.length}` })
    if (place === '/count') return Response.json([{ count: berths.filter(({ town }) => town === 'whitby').length }])
    if (place.startsWith('/done/')) return Response.json({}, { status: done.has(place.slice(6)) ? 200 : 404 })
    if (place.startsWith('/berths/')) {
      const found = berths.find(({ id }) => id === place.slice(8))
      if (!found) return Response.json({}, { status: 404 })
      if (request.method !== 'PUT') return Response.json(found)
      const key = request.headers.get('idempotency-key')
      const { skipper } = (await request.json()) as { skipper: string | null }
      found.skipper = skipper
      writes += 1
      if (key) done.set(key, found.id)
      return Response.json(found)
    }
    const since = searchParams.get('since') ?? ''
    const page = Number(searchParams.get('page'))
    const found = berths.filter(({ at, id }) => at.slice(0, 10) >= since && !lost.has(id))
    const items = found.slice((page - 1) * pageRows, page * pageRows)
    return Response.json({ items, more: found.length > page * pageRows, today: ago(0).slice(0, 10) }, { headers })
  }

  const sign = (_kind: string, payload: unknown, proof: unknown = good): RawRequest => {
    const body = Buffer.from(JSON.stringify(payload))
    const signature = createHmac('sha256', (proof as Secrets).hookSecret)
      .update(body)
      .digest('hex')
    const headers = new Headers({ 'content-type': 'application/json', 'x-signature': signature })
    return { method: 'POST', url: 'https://receiver.example/hooks/harbor/connection/notice', headers, body }
  }
  const payloads = (): unknown[] => [
    ...berths.slice(0, 3).map((each: Berth) => ({ berth: each })),
    { number: 'b4', of: 'the berths on the quay' },
  ]

  return {
    config: { town: 'whitby', backfillFrom: ago(365).slice(0, 10) },
    secrets: { good, bad: { user: 'pilot', password: 'wrong', hookSecret: 'wrong' } },
    accounts: [{ id: 'whitby', name: 'Harbor of whitby', currency: 'USD' }],
    faults,
    proof: 'body',
    fetch: (request) => {
      const fault = faults.take(request)
      return fault ? faulty(fault, request, () => answer(request)) : answer(request)
    },
    rows: () => ({ berths, ledger: lines }),
    addLateRow: (stream) => {
      if (stream === 'berths') berths.push(berth('late', 3))
      else lines.push({ ref: 'late', fee: '1.00', at: ago(3) })
      return 'late'
    },
    addMalformedRow: (stream) =>
      void (stream === 'berths'
        ? berths.push(berth('bad', 2, 'twenty'))
        : lines.push({ ref: 'bad', fee: 'twenty', at: ago(2) })),
    sign,
    deliveries: () => payloads().map((payload) => ({ kind: 'notice', payload, request: sign('notice', payload) })),
    loseRow: () => void lost.add('b2'),
    actions: { rename: { id: 'b1', skipper: 'ann@example.com' } },
    writes: () => writes,
  }
}
