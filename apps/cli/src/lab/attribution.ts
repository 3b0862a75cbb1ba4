import { parseArgs } from 'node:util'
import {
  creditPaths,
  modelNames,
  parseModelName,
  whyNotOfPaths,
  type ModelName,
  type Order,
} from '@throughline/core/attribution/models'
import { Invalid } from '@throughline/core/errors'
import { StartFailure } from '@throughline/db/embedded'
import type { Context } from '../command.ts'
import { attributionReport, type CreditedModel } from './attribution-report.ts'
import { attributionTable } from './attribution-table.ts'
import { readPaths } from './read-paths.ts'

/** `throughline lab attribution`: credits the channels of a file of aggregated paths by each model. */
export async function labAttribution(args: string[], { say }: Context): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: {
      paths: { type: 'string' },
      models: { type: 'string' },
      order: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  if (positionals.length > 0)
    throw new StartFailure(`"${positionals.join(' ')}" is too much: give a file with --paths.`)
  if (values.paths === undefined) throw new StartFailure('Give a file: throughline lab attribution --paths FILE.csv')
  const order = orderOf(values.order)
  const names = modelsOf(values.models)
  const { paths, unattributed } = await readPaths(values.paths)
  const credited = names.map((name): CreditedModel => ({ name, credit: creditPaths(paths, name, order) }))
  const report = attributionReport(paths.channels, credited, unattributed)
  if (values.json) say(JSON.stringify(report, null, 2))
  else for (const line of attributionTable(report)) say(line)
}

function orderOf(text: string): Order {
  const order = ([1, 2, 3, 4] as const).find((each) => String(each) === text)
  if (order === undefined) throw new StartFailure(`--order is "${text}"; it must be 1, 2, 3 or 4.`)
  return order
}

/** Those that were asked for; otherwise all that paths can be asked for. */
function modelsOf(text: string | undefined): ModelName[] {
  if (text === undefined) return modelNames.filter((name) => whyNotOfPaths(name) === undefined)
  try {
    const names = text.split(',').map((name) => parseModelName(name.trim()))
    const why = names.map(whyNotOfPaths).find((each) => each !== undefined)
    if (why !== undefined) throw new StartFailure(`${why}.`)
    return [...new Set(names)]
  } catch (error) {
    throw error instanceof Invalid ? new StartFailure(error.message, { cause: error }) : error
  }
}
