import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { DemoFile } from '../apps/cli/src/demo/demo-file.ts'
import { commandLine, type CommandLine, type Running } from '../apps/cli/src/testing/command-line.ts'
import { connect } from '../packages/db/src/connect.ts'
import { withDatabase } from '../packages/db/src/index.ts'

const patienceMs = 400_000

/** What `.throughline/demo.json` says of one connection. */
export type DemoConnection = DemoFile['tenants'][number]['connections'][number]

/** The product as a newcomer starts it, in processes and a state directory of its own. */
export interface Product extends Pick<CommandLine, 'home' | 'throughline' | 'end' | 'run'> {
  /** The demo's file, and what it says now. */
  readonly demoFile: string
  demo(): Promise<DemoFile>
  /** The first client's connection. */
  connection(): Promise<DemoConnection & { tenantId: string }>
  /** `kill -9`, and a new start over the same data. Resolves when it takes requests again. */
  crashAndStart(): Promise<void>
  /** Ends the process that is the whole product; its data stays. */
  endStart(): Promise<void>
  /** Reads the database as its superuser, past every policy. */
  look<Row extends Record<string, unknown>>(query: string): Promise<Row[]>
  /** Uses the database as its superuser, past every policy. */
  inDatabase<T>(use: (sql: ReturnType<typeof connect>) => Promise<T>): Promise<T>
  /** Ends all that runs, and removes its data. */
  stop(): Promise<void>
}

/** Starts it with the small demo world. Resolves when every client's history is in. */
export async function startProduct(): Promise<Product> {
  const line = await commandLine()
  const { home } = line
  const demoFile = path.join(home, 'demo.json')
  const demo = async () => JSON.parse(await readFile(demoFile, 'utf8')) as DemoFile
  // The same after a crash: the senders know the address.
  const env = { THROUGHLINE_DEMO: 'small', PORT: await freePort() }
  const throughline: Product['throughline'] = (args, more) => line.throughline(args, { ...env, ...more })
  const complete = async () => existsSync(demoFile) && (await isComplete(demo))
  let whole = throughline(['start'])
  const ready = () => until(complete, whole)
  await ready().catch(async (error: unknown) => {
    await line.close()
    throw error
  })
  const inDatabase: Product['inDatabase'] = async (use) => {
    const url = withDatabase((await readFile(path.join(home, 'database.url'), 'utf8')).trim(), 'throughline')
    const sql = connect(url, { max: 1, onnotice: () => {} })
    try {
      return await use(sql)
    } finally {
      await sql.end()
    }
  }
  return {
    ...{ home, demoFile, demo, throughline },
    end: (child, signal) => line.end(child, signal),
    run: (args, more) => line.run(args, { ...env, ...more }),
    async connection() {
      const [tenant] = (await demo()).tenants
      const [connection] = tenant?.connections ?? []
      if (!tenant || !connection) throw new Error('no connection in the demo')
      return { ...connection, tenantId: tenant.tenantId }
    },
    async crashAndStart() {
      await line.end(whole.child, 'SIGKILL')
      whole = throughline(['start'])
      await ready()
    },
    async endStart() {
      await line.end(whole.child)
    },
    look: (query) => inDatabase(async (sql) => [...(await sql.unsafe(query))] as never),
    inDatabase,
    stop: () => line.close(),
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return String(port)
}

/** Waits until it is so. @throws Error with what the process said, where it ends first, or after seven minutes */
export async function until(is: () => Promise<boolean>, { child, said }: Running): Promise<void> {
  const end = Date.now() + patienceMs
  while (!(await is())) {
    const gone = child.exitCode !== null || child.signalCode !== null
    if (gone || Date.now() > end) throw new Error(`the product did not come up:\n${said.text}`)
    await pause(100)
  }
}

/** Does whatever answers at this address take requests? */
export async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

async function isComplete(demo: () => Promise<DemoFile>): Promise<boolean> {
  try {
    const { baseUrl, complete } = await demo()
    return complete && (await isReady(baseUrl))
  } catch {
    return false
  }
}
