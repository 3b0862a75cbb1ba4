import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { AnyConnector } from '../define-connector.ts'
import { hostPattern } from './guard.ts'
import { Description } from './messages.ts'
import { outsideConnector } from './outside-connector.ts'
import { createPrograms } from './programs.ts'
import { usualLimits } from './start-child.ts'

/** One package from outside, as whoever runs the installation names it. */
export const OutsidePackage = z.object({
  /** The folder of its `package.json`, from the root of the machine. */
  folder: z.string().refine((folder) => path.isAbsolute(folder), 'a folder from the root of the machine (/…)'),
  /** The hosts that it may speak to: `api.acme.example`, or `*.acme.example`. */
  hosts: z
    .array(z.string().regex(hostPattern, 'a host name such as api.acme.example or *.acme.example'))
    .min(1)
    .max(50),
  memoryMb: z.number().int().min(160).max(4_096).default(usualLimits.memoryMb),
})
export type OutsidePackage = z.infer<typeof OutsidePackage>

export interface LoadedOutside {
  connector: AnyConnector
  close: () => Promise<void>
}

const Manifest = z.object({
  name: z.string().min(1),
  type: z.literal('module', 'an outside package is of ES modules ("type": "module")'),
  exports: z.union([z.string(), z.object({ '.': z.string() }).transform((entries) => entries['.'])]),
})

/**
 * Loads a package from outside: starts it once to hear what it is, and gives a connector like any other.
 * @throws Error in one line where it cannot be had
 */
export async function loadOutside(
  given: OutsidePackage,
  options: { now?: () => Date; quietMs?: number } = {},
): Promise<LoadedOutside> {
  const { now = () => new Date(), quietMs = usualLimits.quietMs } = options
  const { folder, module, name } = await manifestOf(given.folder)
  const programs = createPrograms({ name, folder, module, limits: { memoryMb: given.memoryMb, quietMs }, now })
  const scope = programs.scope('')
  try {
    const description = await scope.call('describe', {}, Description)
    const named = createPrograms({
      name: description.name,
      folder,
      module,
      limits: { memoryMb: given.memoryMb, quietMs },
      now,
    })
    return { connector: outsideConnector({ description, programs: named, hosts: given.hosts }), close: named.close }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'no reason is given'
    throw new Error(`The package in ${given.folder} is left out: ${why}.`, { cause: error })
  } finally {
    scope.close()
    await programs.close()
  }
}

async function manifestOf(given: string): Promise<{ folder: string; module: string; name: string }> {
  try {
    const folder = await realpath(given)
    const manifest = Manifest.parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')))
    const module = path.relative(folder, path.resolve(folder, manifest.exports))
    if (module.startsWith('..')) throw new Error('its module is not in its folder')
    return { folder, module, name: manifest.name }
  } catch (error) {
    const why = error instanceof z.ZodError ? error.issues[0]?.message : error instanceof Error ? error.message : ''
    throw new Error(`The package in ${given} is left out: ${why ?? 'its package.json cannot be read'}.`, {
      cause: error,
    })
  }
}
