import { describe, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { isPolled } from '../define-connector.ts'
import { polledStreams, runAll, type Drive } from './drive.ts'

const signal = new AbortController().signal
/** Further back and ahead than any emulator's rows. */
const ever = { from: '2000-01-01', to: '2100-01-01' }

/** True of a stream whose source says how many rows there are. */
export const countsItself = (stream: object | undefined): boolean => stream !== undefined && 'totals' in stream

export function checksTotals<Config, Secrets, App>(fresh: () => Drive<Config, Secrets, App>): void {
  const countable = (drive: Drive<Config, Secrets, App>): string[] =>
    polledStreams(drive).filter((name) => countsItself(drive.connector.streams[name]))

  /** What the source counts, and what the rows that were read come to. */
  async function counts(drive: Drive<Config, Secrets, App>, name: string) {
    const stream = drive.connector.streams[name]
    if (!stream || !isPolled(stream, drive.emulator.config)) throw new Error(`no stream ${name}`)
    const totals = (await stream.totals?.(connect({ ...drive, signal }), ever)) ?? []
    const rows = [...drive.store.rows].flatMap(([place, row]) => (place.startsWith(`${name}/`) ? [row] : []))
    const counted = rows.filter(({ tally, foreign }) => !tally?.gone && foreign === undefined)
    return {
      source: totals.reduce((sum, { count = 0 }) => sum + count, 0),
      ours: counted.length,
      sourceMinor: totals.reduce((sum, total) => sum + (total.sum?.minor ?? 0), 0),
      oursMinor: counted.reduce((sum, { tally }) => sum + (tally?.sum?.minor ?? 0), 0),
      hasSums: totals.some(({ sum }) => sum),
      /** False of a source that says what its rows come to and not how many they are. */
      hasCounts: totals.some(({ count }) => count !== undefined),
    }
  }

  describe('completeness', () => {
    test('what was read is what the source counts', async () => {
      const drive = fresh()
      await runAll(drive)
      for (const name of countable(drive)) {
        const { source, ours, sourceMinor, oursMinor, hasSums, hasCounts } = await counts(drive, name)
        expect([name, hasSums || hasCounts]).toEqual([name, true])
        if (hasCounts) expect([name, ours]).toEqual([name, source])
        if (hasSums) expect([name, oursMinor]).toEqual([name, sourceMinor])
      }
    })

    test('one row lost silently makes the counts differ', async () => {
      for (const name of countable(fresh())) {
        const drive = fresh()
        if (!drive.emulator.loseRow) throw new Error(`${drive.connector.id} counts, so its emulator can lose a row`)
        drive.emulator.loseRow(name)
        await runAll(drive)
        const { source, ours, sourceMinor, oursMinor, hasCounts } = await counts(drive, name)
        if (hasCounts) expect([name, ours]).toEqual([name, source - 1])
        else expect([name, oursMinor < sourceMinor]).toEqual([name, true])
      }
    })
  })
}
