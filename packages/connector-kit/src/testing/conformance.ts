import { afterAll, describe } from 'vitest'
import { rmSync } from 'node:fs'
import type { Connector } from '../define-connector.ts'
import { checksActions } from './conformance-actions.ts'
import { checksPolling } from './conformance-polling.ts'
import { checksRenewal } from './conformance-renewal.ts'
import { checksTotals, countsItself } from './conformance-totals.ts'
import { checksTransport } from './conformance-transport.ts'
import { checksWebhooks } from './conformance-webhooks.ts'
import { fakeClock } from './clock.ts'
import { createDrive, type Drive } from './drive.ts'
import type { CreateEmulator } from './emulator.ts'

/** When every emulated world stands; seeded rows end shortly before. */
const conformanceNow = '2026-11-15T17:00:00.000Z'

/**
 * The whole suite for one connector, in one line of its test file.
 * @example conformance(connector, createEmulator)
 */
export function conformance<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  createEmulator: CreateEmulator<Config, Secrets, App>,
): void {
  const folders: string[] = []
  const fresh = (): Drive<Config, Secrets, App> => {
    const clock = fakeClock(conformanceNow)
    const drive = createDrive(connector, createEmulator({ clock, random: seeded() }), clock)
    folders.push(drive.around.spoolDir)
    return drive
  }
  describe(`${connector.name} as every connector`, { timeout: 60_000 }, () => {
    afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
    checksPolling(fresh)
    checksTransport(fresh)
    if (connector.auth.refresh) checksRenewal(fresh)
    if (Object.values(connector.streams).some(countsItself)) checksTotals(fresh)
    if (Object.keys(connector.webhooks).length > 0) checksWebhooks(fresh)
    if (Object.keys(connector.actions).length > 0) checksActions(fresh)
  })
}

/** The same numbers in every run (a linear congruential generator, constants of Numerical Recipes). */
function seeded(): () => number {
  let state = 42
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
