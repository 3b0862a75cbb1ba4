import { askForReading } from './ask-for-reading.ts'
import { changeConnections } from './change-connections.ts'
import { connectionHealth } from './health.ts'
import type { Connections } from './connections.ts'
import { createDesk, type ConnectionsDeps } from './desk.ts'
import { reconnections } from './reconnect.ts'
import { signInAtProvider } from './sign-in-at-provider.ts'
import { viewConnections } from './view-connections.ts'

/** A tenant's connections: looking at them, changing them, and asking for reading. */
export function createConnections(deps: ConnectionsDeps): Connections {
  const desk = createDesk(deps)
  return {
    ...viewConnections(desk),
    ...changeConnections(desk),
    ...reconnections(desk),
    ...askForReading(desk),
    ...signInAtProvider(desk),
    ...connectionHealth(desk),
  }
}
