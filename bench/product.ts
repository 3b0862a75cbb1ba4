import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../packages/db/src/connect.ts'
import { withDatabase } from '../packages/db/src/index.ts'

const root = path.resolve(import.meta.dirname, '..')
const patienceMs = 240_000

/** What `.throughline/demo.json` says of one connection. */
export interface DemoConnection {
  connectionId: string
  config: { entityIds: string[] }
  webhooks: { kind: string; url: string; username: string; password: string }[]
}

/** The product as a newcomer starts it, in a process and a state directory of its own. */
export interface Product {
  readonly home: string
  connection(): Promise<DemoConnection & { tenantId: string }>
  /** `kill -9`, and a new start over the same data. Resolves when it takes requests again. */
  crashAndStart(): Promise<void>
  /** Reads the database as its superuser, past every policy. */
  look<Row extends Record<string, unknown>>(query: string): Promise<Row[]>
  /** Runs `throughline` on the same state directory. */
  command(...args: string[]): Promise<{ code: number; said: string }>
  stop(): Promise<void>
}

/** Starts it with the small demo world. */
export async function startProduct(): Promise<Product> {
  // The same after a crash: the senders know the address.
  const port = await freePort()
  const home = await mkdtemp('/tmp/throughline-product-')
  await chmod(home, 0o755)
  const { DATABASE_URL: _, ...inherited } = process.env
  const env = { ...inherited, THROUGHLINE_HOME: home, THROUGHLINE_DEMO: 'small', PORT: String(port), HOST: '127.0.0.1' }
  const run = (...args: string[]) =>
    spawn(process.execPath, [path.join(root, 'apps', 'cli', 'src', 'main.ts'), ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const heard = (child: ChildProcess) => {
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    return () => said
  }
  const demo = async () => JSON.parse(await readFile(path.join(home, 'demo.json'), 'utf8')) as DemoFile
  let process_ = run('start')
  const ready = async () => {
    const said = heard(process_)
    const until = Date.now() + patienceMs
    while (!(await answers(home, demo))) {
      if (process_.exitCode !== null || Date.now() > until) throw new Error(`the product did not come up:\n${said()}`)
      await pause(100)
    }
  }
  await ready()
  return {
    home,
    async connection() {
      const [tenant] = (await demo()).tenants
      const [connection] = tenant?.connections ?? []
      if (!tenant || !connection) throw new Error('no connection in the demo')
      return { ...connection, tenantId: tenant.tenantId }
    },
    async crashAndStart() {
      const gone = once(process_, 'exit')
      process_.kill('SIGKILL')
      await gone
      process_ = run('start')
      await ready()
    },
    async look<Row extends Record<string, unknown>>(query: string) {
      const sql = connect(
        withDatabase((await readFile(path.join(home, 'database.url'), 'utf8')).trim(), 'throughline'),
        {
          max: 1,
          onnotice: () => {},
        },
      )
      try {
        return [...(await sql.unsafe<Row[]>(query))]
      } finally {
        await sql.end()
      }
    },
    async command(...args) {
      const child = run(...args)
      const said = heard(child)
      const [code] = (await once(child, 'exit')) as [number | null]
      return { code: code ?? 1, said: said() }
    },
    async stop() {
      if (process_.exitCode === null) {
        const gone = once(process_, 'exit')
        process_.kill('SIGTERM')
        await gone
      }
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

interface DemoFile {
  baseUrl: string
  complete: boolean
  tenants: { tenantId: string; connections: DemoConnection[] }[]
}

async function answers(home: string, demo: () => Promise<DemoFile>): Promise<boolean> {
  if (!existsSync(path.join(home, 'demo.json'))) return false
  try {
    const { baseUrl, complete } = await demo()
    return complete && (await fetch(`${baseUrl}/readyz`)).ok
  } catch {
    return false
  }
}
