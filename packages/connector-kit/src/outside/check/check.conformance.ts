import path from 'node:path'
import { afterAll } from 'vitest'
import { conformance } from '../../testing/conformance.ts'
import type { CreateEmulator } from '../../testing/emulator.ts'
import { loadOutside, OutsidePackage } from '../load-outside.ts'

/** The package that is being checked, as `throughline connector check <folder>` names it. */
const given = OutsidePackage.parse(JSON.parse(process.env['THROUGHLINE_CHECKED'] ?? 'null'))
const { connector, close } = await loadOutside(given)
const emulator = (await import(path.join(given.folder, 'emulator.ts'))) as {
  createEmulator: CreateEmulator<unknown, unknown>
}
afterAll(close)

conformance(connector, emulator.createEmulator)
