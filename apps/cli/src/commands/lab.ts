import { StartFailure } from '@throughline/db/embedded'
import type { Command } from '../command.ts'

export const lab: Command = {
  usage: 'attribution --paths <file.csv> [--models <a,b>] [--order 1-4] [--json]',
  summary: 'run the engines on a file of your own, without a database',
  details: [
    '  attribution         what each model credits each channel with',
    '  --paths <file.csv>  columns path (touches joined by " > "), conversions, value, nulls; total_conversions,',
    '                      total_conversion_value and total_null are understood as well',
    '  --models <a,b>      first_touch, last_touch, last_non_direct, linear, position_based, j_shaped, inverse_j, markov,',
    '                      shapley, shapley_rate (default: all of them); the other models need more than paths',
    '  --order <n>         how many touches Markov’s chain remembers, 1 to 4 (default: 1)',
    '  --json              one JSON object; docs/lab.md says what is in it',
  ].join('\n'),
  async run(args, context) {
    const [engine, ...rest] = args
    if (engine !== 'attribution')
      throw new StartFailure(`Say which engine: throughline lab attribution --paths <file.csv>`)
    const { labAttribution } = await import('../lab/attribution.ts')
    await labAttribution(rest, context)
  },
}
