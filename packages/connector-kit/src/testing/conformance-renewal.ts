import { describe, expect, test } from 'vitest'
import { polledStreams, runToEnd, type Drive } from './drive.ts'

export function checksRenewal<Config, Secrets, App>(fresh: () => Drive<Config, Secrets, App>): void {
  describe('credentials that run out', () => {
    test('are renewed once while all streams read, and nothing is lost', async () => {
      const drive = fresh()
      const { emulator } = drive
      if (!emulator.expire || !emulator.renewals)
        throw new Error(`${drive.connector.id} renews, so its emulator can let a token expire and counts renewals`)
      const before = emulator.renewals()
      emulator.expire()
      const ends = await Promise.all(polledStreams(drive).map((name) => runToEnd(drive, name)))
      for (const end of ends) expect(end.outcome).toBe('done')
      expect(emulator.renewals()).toBe(before + 1)
    })
  })
}
