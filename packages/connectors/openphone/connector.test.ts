import { conformance } from '@throughline/connector-kit/conformance'
import { connector } from './connector.ts'
import { createEmulator } from './emulator.ts'

conformance(connector, createEmulator)
