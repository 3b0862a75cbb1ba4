import { constants } from 'node:fs'
import { chown, copyFile, mkdir, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Account } from '../account.ts'

interface Entry {
  name: string
  bytes: number
  isFolder: boolean
}

/** Everything under a folder, folders before what is in them, unless left out. What vanishes meanwhile is left out too. */
const list = async (root: string, leaveOut: (name: string) => boolean, under = ''): Promise<Entry[]> => {
  const found: Entry[] = []
  for (const item of await readdir(path.join(root, under), { withFileTypes: true })) {
    const name = path.join(under, item.name)
    if (leaveOut(name)) continue
    if (item.isDirectory()) found.push({ name, bytes: 0, isFolder: true }, ...(await list(root, leaveOut, name)))
    else if (item.isFile()) {
      const bytes = await stat(path.join(root, name)).then(({ size }) => size, vanished)
      if (bytes !== undefined) found.push({ name, bytes, isFolder: false })
    }
  }
  return found
}

const vanished = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error
}

/** Copies a folder's files to another, and gives them to the account. A file removed meanwhile is passed over. */
export const copyFiles = async (options: {
  from: string
  to: string
  account?: Account | undefined
  leaveOut?: (name: string) => boolean
  onFraction?: (fraction: number) => void
}): Promise<{ bytes: number }> => {
  const { from, to, account, leaveOut = () => false, onFraction } = options
  const own = async (file: string) => {
    if (account) await chown(file, account.uid, account.gid)
  }
  await mkdir(to, { recursive: true, mode: 0o700 })
  await own(to)
  const entries = await list(from, leaveOut)
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  for (const { name, bytes, isFolder } of entries) {
    const target = path.join(to, name)
    if (isFolder) await mkdir(target, { mode: 0o700 })
    else await copyFile(path.join(from, name), target, constants.COPYFILE_FICLONE).catch(vanished)
    await own(target).catch(vanished)
    done += bytes
    onFraction?.(total === 0 ? 1 : done / total)
  }
  return { bytes: total }
}
