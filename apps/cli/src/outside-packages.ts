import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { AnyConnector } from '@throughline/connector-kit'
import { loadOutside, OutsidePackage, type LoadedOutside } from '@throughline/connector-kit/outside'
import { StartFailure } from '@throughline/db/embedded'
import { z } from 'zod'

const Packages = z.array(OutsidePackage)

/** Where outside packages are named. */
export const outsidePath = (stateDir: string): string => path.join(stateDir, 'connectors.json')

/**
 * The packages from outside that this installation runs connectors of: from THROUGHLINE_CONNECTORS (JSON) where given, else from
 * `connectors.json`; none where there is neither.
 */
export const readOutsidePackages = async (stateDir: string, env: NodeJS.ProcessEnv): Promise<OutsidePackage[]> => {
  const given = env['THROUGHLINE_CONNECTORS']
  const file = outsidePath(stateDir)
  if (!given && !existsSync(file)) return []
  const whence = given ? 'THROUGHLINE_CONNECTORS' : file
  try {
    return Packages.parse(JSON.parse(given ?? (await readFile(file, 'utf8'))))
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : []
    const where = issue ? ` At ${issue.path.join('.') || 'the beginning'}: ${issue.message}.` : ''
    throw new StartFailure(
      `${whence} is not what is expected: a list of { "folder": "/…", "hosts": ["api.acme.example"] }.${where}`,
      { cause },
    )
  }
}

/** The connectors of packages from outside, and those that are left out, each with its reason in one line. */
export interface OutsideConnectors {
  connectors: Record<string, AnyConnector>
  leftOut: string[]
  close: () => Promise<void>
}

/** Loads them beside each other. One that cannot be had is left out; none takes the name of another. */
export const openOutside = async (
  packages: readonly OutsidePackage[],
  { own, now }: { own: Readonly<Record<string, AnyConnector>>; now: () => Date },
): Promise<OutsideConnectors> => {
  const loaded: LoadedOutside[] = []
  const connectors: Record<string, AnyConnector> = {}
  const leftOut: string[] = []
  const outcomes = await Promise.allSettled(packages.map((each) => loadOutside(each, { now })))
  for (const [index, outcome] of outcomes.entries()) {
    const folder = packages[index]?.folder ?? ''
    if (outcome.status === 'rejected') {
      leftOut.push(outcome.reason instanceof Error ? outcome.reason.message : `The package in ${folder} is left out.`)
      continue
    }
    const { connector } = outcome.value
    loaded.push(outcome.value)
    if (Object.hasOwn(own, connector.id) || Object.hasOwn(connectors, connector.id))
      leftOut.push(`The package in ${folder} is left out: there is a connector named ${connector.id} already.`)
    else connectors[connector.id] = connector
  }
  return {
    connectors,
    leftOut,
    close: async () => {
      await Promise.all(loaded.map(({ close }) => close()))
    },
  }
}
