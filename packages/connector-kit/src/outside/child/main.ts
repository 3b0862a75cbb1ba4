import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AnyConnector } from '../../define-connector.ts'
import '../../index.ts'
import { ProviderChanged } from '../../errors.ts'
import { lockDown } from './lock-down.ts'
import { openPackageDoor } from './package-door.ts'
import { openPipe } from './pipe.ts'
import { readDownloadsThrough } from './remote-http.ts'
import { serving } from './serve.ts'

/**
 * Where an outside package runs. Everything of ours is loaded first; then the doors are shut, the package is loaded from its own
 * folder, and with that the right to read files ends too.
 */
const [folder = '', module = ''] = process.argv.slice(2)
const { stdin, stdout, permission } = process
const { reallyExit } = process as unknown as { reallyExit: (code: number) => never }
const end = () => reallyExit.call(process, 0)
const drop = permission.drop.bind(permission)
const pipe = openPipe(stdin, stdout, end)
readDownloadsThrough(pipe.ask)
process.on('uncaughtException', () => {})
// What Node makes of these when they are first used, it makes while it still may.
new Response('', { headers: new Headers(new Request('https://provider.invalid').headers) })
const door = openPackageDoor(folder)
lockDown()
pipe.ready()

const loaded = import(pathToFileURL(path.join(folder, module)).href).then(
  (given: unknown) => serving(connectorIn(given), pipe.ask),
  (error: unknown) => {
    const why = error instanceof Error ? error.message.slice(0, 300) : 'no reason is given'
    throw new ProviderChanged(`it cannot be loaded: ${why}`)
  },
)
const settled = () => {
  door.close()
  drop('fs')
  pipe.serve(async (call) => (await loaded)(call))
}
loaded.then(settled, settled)

function connectorIn(given: unknown): AnyConnector {
  const { connector } = given as { connector?: AnyConnector }
  if (typeof connector !== 'object' || !('streams' in connector))
    throw new ProviderChanged('it exports no `connector` made by `defineConnector`')
  return connector
}
