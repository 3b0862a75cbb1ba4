import type { Command, Context } from './command.ts'
import { commands } from './commands/index.ts'

const overview = async (): Promise<string> => {
  const lines: string[] = []
  for (const [name, load] of Object.entries(commands)) {
    const { usage, summary } = await load()
    lines.push(`  ${`${name} ${usage}`.trim().padEnd(44)} ${summary}`)
  }
  return `throughline <command>\n\n${lines.join('\n')}\n\nthroughline <command> --help tells more of one.`
}

const help = (name: string, { usage, summary, details }: Command): string =>
  `throughline ${`${name} ${usage}`.trim()}\n\n${summary}${details ? `\n\n${details}` : ''}`

/** Finds and runs the command that the words name. @returns the exit code */
export const dispatch = async (args: string[], context: Context): Promise<number> => {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    context.say(await overview())
    return name === undefined ? 1 : 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    context.say(`There is no command "${name}".\n\n${await overview()}`)
    return 1
  }
  const command = await load()
  if (rest.includes('--help') || rest.includes('-h')) {
    context.say(help(name, command))
    return 0
  }
  return (await command.run(rest, context)) ?? 0
}
