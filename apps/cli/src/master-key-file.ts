import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
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

/** The installation's master key: THROUGHLINE_MASTER_KEY where given (a server's secret store), else the file, made at first start. */
export const readMasterKey = async (stateDir: string, env: NodeJS.ProcessEnv): Promise<MasterKey> => {
  const given = env['THROUGHLINE_MASTER_KEY']
  if (given) return decode(given, 'THROUGHLINE_MASTER_KEY')
  const file = masterKeyPath(stateDir)
  if (!existsSync(file)) {
    await mkdir(stateDir, { recursive: true })
    await writeFile(file, `${Buffer.from(newMasterKey()).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  }
  return decode(await readFile(file, 'utf8'), file)
}
