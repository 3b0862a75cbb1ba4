import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { StartFailure } from './start-failure.ts'

/** The operating-system account that PostgreSQL runs as. It refuses root, so root lends it the account `postgres`. */
export interface Account {
  uid: number
  gid: number
}

const find = (name: string): Account | undefined => {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  if (!line) return undefined
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

/** Who PostgreSQL runs as: nobody else for an ordinary user; the account `postgres`, made if need be, for root. */
export const serverAccount = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const existing = find('postgres')
  if (existing) return existing
  spawnSync('groupadd', ['--system', 'postgres'])
  spawnSync('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ])
  const made = find('postgres')
  if (!made)
    throw new StartFailure(
      'PostgreSQL does not run as root, and the account "postgres" could not be made. Start as an ordinary user.',
    )
  return made
}

/** Gives a path to the server's account, where that is another than ours. */
export const give = async (path: string, account: Account | undefined): Promise<void> => {
  if (account) await chown(path, account.uid, account.gid)
}

/** Whether that account may enter the path, asked of the kernel rather than worked out from modes. */
export const canReach = (path: string, account: Account | undefined): boolean =>
  spawnSync('test', ['-x', path], { ...account, cwd: '/' }).status === 0
