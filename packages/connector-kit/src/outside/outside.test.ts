import { rmSync } from 'node:fs'
import { afterAll } from 'vitest'
import { conformance } from '../testing/conformance.ts'
import { loadOutside } from './load-outside.ts'
import { createEmulator } from './testing/harbor/emulator.ts'
import { placeOutside } from './testing/place-outside.ts'

const folder = placeOutside('harbor')
const { connector, close } = await loadOutside({ folder, hosts: ['*.harbor.example'], memoryMb: 320 })
afterAll(async () => {
  await close()
  rmSync(folder, { recursive: true, force: true })
})

conformance(connector, createEmulator)
