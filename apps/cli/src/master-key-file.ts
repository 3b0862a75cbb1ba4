import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { masterKeyFrom, newMasterKey, type MasterKey } from '@throughline/core/secrets'
import { StartFailure } from '@throughline/db/embedded'

/** The file that holds the master key, in base64. Without it nothing sealed in the database can be read again. */
export const masterKeyPath = (stateDir: string): string => path.join(stateDir, 'master.key')

const decode = (text: string, whence: string): MasterKey => {
  try {
    return masterKeyFrom(Buffer.from(text.trim(), 'base64'))
  } catch (cause) {
    throw new StartFailure(`${whence} is not a master key (32 bytes in base64).`, { cause })
  }
}

/** Seals with the newest of several keys, opens with whichever fits: what lies sealed by an earlier one stays readable. */
const together = ([newest, ...earlier]: [MasterKey, ...MasterKey[]]): MasterKey => ({
  seal: (plain, context) => newest.seal(plain, context),
  hash: (kind, text) => newest.hash(kind, text),
  open: (sealed, context) => {
    for (const key of [newest, ...earlier.slice(0, -1)]) {
      try {
        return key.open(sealed, context)
      } catch {
        // sealed by another
      }
    }
    return (earlier.at(-1) ?? newest).open(sealed, context)
  },
})

const lineOf = (key: Uint8Array) => `${Buffer.from(key).toString('base64')}\n`

/** The installation's master key: THROUGHLINE_MASTER_KEY where given (a server's secret store), else the file, made at first start. */
export const readMasterKey = async (stateDir: string, env: NodeJS.ProcessEnv): Promise<MasterKey> => {
  const given = env['THROUGHLINE_MASTER_KEY']
  const file = masterKeyPath(stateDir)
  if (!given && !existsSync(file)) {
    await mkdir(stateDir, { recursive: true })
    await writeFile(file, lineOf(newMasterKey()), { mode: 0o600, flag: 'wx' })
  }
  const whence = given ? 'THROUGHLINE_MASTER_KEY' : file
  const [newest = '', ...earlier] = (given ?? (await readFile(file, 'utf8'))).split(/[\s,]+/).filter(Boolean)
  return together([decode(newest, whence), ...earlier.map((text) => decode(text, whence))])
}

/**
 * Puts a new key first in the file, in one step. The earlier ones stay behind it, for what they sealed.
 */
export const addMasterKey = async (stateDir: string): Promise<void> => {
  const file = masterKeyPath(stateDir)
  await writeFile(`${file}.part`, lineOf(newMasterKey()) + (await readFile(file, 'utf8')), { mode: 0o600 })
  await rename(`${file}.part`, file)
}
