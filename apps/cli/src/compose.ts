import type { IncomingMessage, ServerResponse } from 'node:http'
import { openDatabase } from '@throughline/db'
import type { Context } from './command.ts'
import type { Front } from './front.ts'
import type { Installation } from './installation.ts'
import type { Part } from './serve.ts'
import type { StopSignal } from './stop-signal.ts'
import { loadWeb } from './web.ts'

/** What was put together for one process. */
export interface House {
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** What is to be done and said once the port answers. */
  opened?: () => Promise<void>
  close: () => Promise<void>
}

export interface Composition {
  parts: Part[]
  installation: Installation
  front: Front
  context: Context
  stop: StopSignal
}

/** Joins the parts of the house that this process is to run. The only place that knows them all. */
export const compose = async ({ installation, front, context }: Composition): Promise<House> => {
  const database = await openDatabase(installation.logins)
  const web = await loadWeb(context.env, async () => new Response('not yet', { status: 503 }))
  return {
    handle: web,
    opened: async () => {
      context.say(`\n  Throughline is at ${front.url}`)
    },
    close: async () => {
      await database.close()
    },
  }
}
