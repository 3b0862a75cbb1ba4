import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { StartFailure } from '@throughline/db/embedded'
import { z } from 'zod'

const Apps = z.record(z.string(), z.record(z.string(), z.unknown()))
/** By connector: what the operator registered at its provider. */
export type RegisteredApps = z.infer<typeof Apps>

/** Where they are kept: mode 600, because client secrets are in it. */
export const appsPath = (stateDir: string): string => path.join(stateDir, 'apps.json')

/**
 * The apps that this installation has at providers whose customers sign in there: client id and secret, the secret of their webhooks.
 * From THROUGHLINE_APPS (JSON, a server's secret store) where given, else from `apps.json`; none where there is neither.
 */
export const readRegisteredApps = async (stateDir: string, env: NodeJS.ProcessEnv): Promise<RegisteredApps> => {
  const given = env['THROUGHLINE_APPS']
  const file = appsPath(stateDir)
  if (!given && !existsSync(file)) return {}
  const whence = given ? 'THROUGHLINE_APPS' : file
  try {
    return Apps.parse(JSON.parse(given ?? (await readFile(file, 'utf8'))))
  } catch (cause) {
    throw new StartFailure(`${whence} is not what is expected: an object of objects, one a connector.`, { cause })
  }
}
