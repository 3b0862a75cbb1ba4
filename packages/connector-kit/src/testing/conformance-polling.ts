import { CanonicalRecord } from '@throughline/canonical'
import { describe, expect, test } from 'vitest'
import { checkConnection } from '../connect.ts'
import { isPolled } from '../define-connector.ts'
import { readRows } from '../elsewhere.ts'
import { AskCustomer } from '../errors.ts'
import { polledStreams, runAll, runToEnd, step, type Drive } from './drive.ts'
import type { MemoryStore } from './memory-store.ts'

/** Every key that the emulator says is there to be read, as `stream/key`: of polled streams, and of those that come alongside. */
async function expectedKeys<Config, Secrets, App>(drive: Drive<Config, Secrets, App>): Promise<string[]> {
  const { connector, emulator } = drive
  const read = Object.entries(connector.streams).filter(
    ([, stream]) => stream.read === undefined || isPolled(stream, emulator.config),
  )
  const keys = read.map(async ([name]) => {
    const { rows, quarantined } = await readRows(connector, name, emulator.rows()[name] ?? [], emulator.config)
    expect(quarantined).toEqual([])
    return new Set(rows.map(({ key }) => `${name}/${key}`))
  })
  return (await Promise.all(keys)).flatMap((each) => [...each])
}

const keysOf = (store: MemoryStore): string[] => [...store.rows.keys()].sort()
const signal = new AbortController().signal

export function checksPolling<Config, Secrets, App>(fresh: () => Drive<Config, Secrets, App>): void {
  describe('credentials', () => {
    test('that are good pass', async () => {
      const drive = fresh()
      expect(await checkConnection({ ...drive, signal })).toEqual(drive.emulator.accounts ?? [])
    })

    test('that are wrong ask the customer, in words and without a secret', async () => {
      const drive = fresh()
      const { bad } = drive.emulator.secrets
      const failed: unknown = await checkConnection({
        ...drive,
        connection: { ...drive.connection, secrets: bad },
        signal,
      })
        .then(() => undefined)
        .catch((error: unknown) => error)
      expect(failed).toBeInstanceOf(AskCustomer)
      expect((failed as AskCustomer).say.length).toBeGreaterThan(20)
    })

    test('that are missing ask the customer for that setting', async () => {
      const drive = fresh()
      const connection = { ...drive.connection, secrets: {} }
      await expect(checkConnection({ ...drive, connection, signal })).rejects.toThrow(AskCustomer)
    })
  })

  describe('reading', () => {
    test('gives every row there is and comes to an end', async () => {
      const drive = fresh()
      const ends = await runAll(drive)
      for (const end of Object.values(ends)) expect(end.outcome).toBe('done')
      expect((await expectedKeys(drive)).length).toBeGreaterThan(0)
      expect(keysOf(drive.store)).toEqual((await expectedKeys(drive)).sort())
      expect(drive.store.quarantined).toEqual([])
    })

    test('a second time writes nothing new', async () => {
      const drive = fresh()
      await runAll(drive)
      const { written } = drive.store
      await runAll(drive)
      expect(drive.store.written).toBe(written)
      expect(drive.store.seen).toBeGreaterThan(0)
    })

    test('stopped after every page and gone on with loses nothing', async () => {
      const drive = fresh()
      await runAll(drive, { budgetMs: 0 })
      expect(keysOf(drive.store)).toEqual((await expectedKeys(drive)).sort())
    })

    test('killed after any page, before it was saved, loses nothing', async () => {
      for (const killedAt of [1, 2, 3, 5, 8]) {
        const drive = fresh()
        const { savePage } = drive.store
        let pages = 0
        drive.store.savePage = (page) => {
          pages += 1
          return pages === killedAt ? Promise.reject(new Error('killed')) : savePage(page)
        }
        for (const name of polledStreams(drive)) {
          const again = () => runToEnd(drive, name)
          await again().catch((error: Error) => {
            expect(error.message).toBe('killed')
            return again()
          })
        }
        expect(keysOf(drive.store)).toEqual((await expectedKeys(drive)).sort())
      }
    })

    test('finds a row that arrives late', async () => {
      const drive = fresh()
      for (const name of polledStreams(drive)) {
        await runToEnd(drive, name)
        const key = drive.emulator.addLateRow(name)
        drive.clock.advance(3_600_000)
        await runToEnd(drive, name)
        expect(drive.store.rows.has(`${name}/${key}`)).toBe(true)
      }
    })

    test('sets a malformed row aside alone, and says what is wrong without showing it', async () => {
      for (const name of polledStreams(fresh())) {
        const drive = fresh()
        const before = (await expectedKeys(drive)).filter((key) => key.startsWith(`${name}/`))
        drive.emulator.addMalformedRow(name)
        expect((await runToEnd(drive, name)).outcome).toBe('done')
        expect(keysOf(drive.store).filter((key) => key.startsWith(`${name}/`))).toEqual(before.sort())
        expect(drive.store.quarantined).toHaveLength(1)
        expect(drive.store.quarantined[0]?.issues[0]?.path).not.toBe('')
      }
    })

    test('maps every row to canonical records', async () => {
      const drive = fresh()
      await runAll(drive)
      const records = [...drive.store.rows.values()].flatMap((row) => row.records)
      expect(records.length).toBeGreaterThan(0)
      for (const record of records) expect(CanonicalRecord.safeParse(record).success).toBe(true)
    })

    test('stops between pages when told to, and goes on later', async () => {
      const drive = fresh()
      for (const name of polledStreams(drive)) {
        const controller = new AbortController()
        const { savePage } = drive.store
        drive.store.savePage = (page) => {
          controller.abort()
          return savePage(page)
        }
        await step(drive, name, { signal: controller.signal })
        drive.store.savePage = savePage
        await runToEnd(drive, name)
      }
      expect(keysOf(drive.store)).toEqual((await expectedKeys(drive)).sort())
    })
  })
}
