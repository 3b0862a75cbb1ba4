import { describe, expect, test } from 'vitest'
import { AskCustomer, RetryLater } from '../errors.ts'
import { runSlice } from '../runner.ts'
import { polledStreams, runAll, runToEnd, step, type Drive } from './drive.ts'

const first = <Config, Secrets, App>(drive: Drive<Config, Secrets, App>): string => {
  const [name] = polledStreams(drive)
  if (name === undefined) throw new Error('no polled stream')
  return name
}

export function checksTransport<Config, Secrets, App>(fresh: () => Drive<Config, Secrets, App>): void {
  describe('on the way', () => {
    test('429 waits as long as it was told', async () => {
      const drive = fresh()
      drive.emulator.faults.next({ type: 'status', status: 429, retryAfter: '17' })
      const end = await step(drive, first(drive))
      expect(end.outcome).toBe('later')
      if (end.outcome === 'later') expect(end.at.getTime() - drive.clock.now().getTime()).toBe(17_000)
      const sent = drive.requests.length
      await step(drive, first(drive))
      expect(drive.requests.length).toBe(sent)
      drive.clock.advance(17_000)
      expect((await runToEnd(drive, first(drive))).outcome).toBe('done')
    })

    test('429 without a time waits too', async () => {
      const drive = fresh()
      drive.emulator.faults.next({ type: 'status', status: 429 })
      const end = await step(drive, first(drive))
      expect(end.outcome).toBe('later')
      expect((await runToEnd(drive, first(drive))).outcome).toBe('done')
    })

    test('one 5xx is tried again at once, several come back later, and nothing is lost', async () => {
      const drive = fresh()
      drive.emulator.faults.next({ type: 'status', status: 503 })
      await step(drive, first(drive))
      expect(drive.requests.length).toBeGreaterThan(1)
      drive.emulator.faults.next({ type: 'status', status: 500 }, { times: 4 })
      await runAll(drive)
      expect(drive.store.rows.size).toBeGreaterThan(0)
    })

    test('a provider that keeps failing is left alone for a while', async () => {
      const drive = fresh()
      drive.emulator.faults.next({ type: 'status', status: 502 }, { times: 1_000 })
      for (let round = 0; round < 8; round += 1) {
        const end = await step(drive, first(drive))
        if (end.outcome !== 'later') throw new Error(`the slice ended as ${end.outcome}`)
        if (round < 7) drive.clock.advance(Math.max(0, end.at.getTime() - drive.clock.now().getTime()))
      }
      const sent = drive.requests.length
      for (const name of polledStreams(drive)) expect((await step(drive, name)).outcome).toBe('later')
      expect(drive.requests.length).toBe(sent)
    })

    test('a broken line or no answer comes back later', async () => {
      for (const fault of [{ type: 'network' } as const]) {
        const drive = fresh()
        drive.emulator.faults.next(fault, { times: 3 })
        const end = await step(drive, first(drive))
        expect(end.outcome).toBe('later')
        if (end.outcome === 'later') expect(end.error).toBeInstanceOf(RetryLater)
        expect((await runToEnd(drive, first(drive))).outcome).toBe('done')
      }
    })

    test('a login page instead of data stops the stream and keeps the others', async () => {
      const drive = fresh()
      const [name = '', ...others] = polledStreams(drive)
      drive.emulator.faults.next({ type: 'html' })
      expect(['changed', 'ask']).toContain((await step(drive, name)).outcome)
      for (const other of others) expect((await runToEnd(drive, other)).outcome).toBe('done')
    })

    test('401 is refreshed once where that can be, else asks the customer', async () => {
      const drive = fresh()
      drive.emulator.faults.next({ type: 'status', status: 401 })
      const end = await step(drive, first(drive))
      if (drive.connector.auth.refresh) expect(['done', 'more', 'later']).toContain(end.outcome)
      else expect(end.outcome).toBe('ask')
      if (end.outcome === 'ask') expect(end.error).toBeInstanceOf(AskCustomer)
    })

    test('credentials go to the provider’s own host only', async () => {
      const drive = fresh()
      const home = new URL(await drive.connector.http.baseUrl(drive.emulator.config, drive.emulator.secrets.good))
        .origin
      await runAll(drive)
      const abroad = drive.requests.filter(({ url }) => new URL(url).origin !== home)
      for (const { headers } of abroad) expect(headers.has('authorization')).toBe(false)
    })

    test('waits are never slept through in a slice', async () => {
      const drive = fresh()
      await runAll(drive)
      for (const ms of drive.clock.slept) expect(ms).toBeLessThanOrEqual(1_000)
    })

    test('no secret is in any error', async () => {
      const needles = strings(fresh().emulator.secrets.good).filter((secret) => secret.length >= 6)
      const faults = [
        { type: 'status', status: 401 },
        { type: 'status', status: 422, body: JSON.stringify({ echoed: needles }) },
        { type: 'status', status: 500 },
        { type: 'network' },
        { type: 'html' },
      ] as const
      for (const fault of faults) {
        const drive = fresh()
        drive.emulator.faults.next(fault, { times: 10 })
        const told: string = await runSlice({ ...drive, stream: first(drive), signal: new AbortController().signal })
          .then((end) => ('error' in end ? tellAll(end.error) : ''))
          .catch((error: unknown) => tellAll(error))
        expect(told).not.toBe('')
        for (const needle of needles) expect(told).not.toContain(needle)
      }
    })
  })
}

/** Everything an error could print: message, words for the customer, stack, and all its causes. */
function tellAll(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? ''
  const said = 'say' in error ? String(error.say) : ''
  return [error.message, said, error.stack ?? '', error.cause === undefined ? '' : tellAll(error.cause)].join('\n')
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : []
}
