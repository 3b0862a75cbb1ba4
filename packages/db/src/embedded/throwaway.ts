import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { canReach, give, serverAccount } from './account.ts'
import { binariesFor } from './binaries.ts'
import { initialise } from './initialise.ts'
import { startPostmaster, stopPostmaster } from './postmaster.ts'
import { flags, throwawaySettings } from './settings.ts'

export interface ThrowawayServer {
  /** As superuser `postgres`, over TCP on the loopback address. */
  url: string
  stop: () => Promise<void>
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => {
        resolve(port)
      })
    })
  })

/**
 * Ends the server and removes its directory when we are gone, however we went: its standard input is a pipe that closes with
 * our process, by SIGKILL too.
 */
const undertaker = (pid: number, dir: string) => {
  const script = `cat >/dev/null; kill -QUIT ${pid} 2>/dev/null; sleep 1; rm -rf '${dir}'; sleep 2; rm -rf '${dir}'`
  const child = spawn('sh', ['-c', script], { detached: true, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] })
  child.unref()
  ;(child.stdin as unknown as { unref?: () => void }).unref?.()
  return child
}

/** A PostgreSQL server for tests: a fresh one on a free port, without the care for a crash that costs time. */
export const startThrowawayServer = async (): Promise<ThrowawayServer> => {
  const account = serverAccount()
  const parent = canReach(tmpdir(), account) ? tmpdir() : '/tmp'
  const dir = await mkdtemp(path.join(parent, 'throughline-pg-'))
  await chmod(dir, 0o711)
  const dataDir = path.join(dir, 'data')
  const password = randomBytes(12).toString('hex')
  try {
    await give(dir, account)
    const binaries = await binariesFor(account)
    await initialise({ binaries, account, dataDir, password, durable: false })
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort()
      const logFile = path.join(dir, 'log')
      try {
        const pid = await startPostmaster({
          binaries,
          account,
          dataDir,
          logFile,
          flags: flags(throwawaySettings(port)),
        })
        const keeper = undertaker(pid, dir)
        return {
          url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
          stop: async () => {
            await stopPostmaster(pid)
            keeper.stdin.end()
            await rm(dir, { recursive: true, force: true })
          },
        }
      } catch (error) {
        if (attempt >= 3) throw error // the port was taken between our look and the server's
      }
    }
  } catch (error) {
    await rm(dir, { recursive: true, force: true })
    throw error
  }
}
