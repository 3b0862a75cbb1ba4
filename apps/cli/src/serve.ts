import { bringUpToDate } from './up-to-date.ts'
import { describeError } from '@throughline/core/jobs'
import { refuseIfHeld, StartFailure } from '@throughline/db/embedded'
import type { Context } from './command.ts'
import { compose } from './compose/compose.ts'
import { unwinding } from './compose/unwinding.ts'
import { openWebAlone } from './compose/web-alone.ts'
import { openFront } from './front.ts'
import { stateDirOf } from './home.ts'
import { openInstallation, type Installation } from './installation.ts'
import { stopSignal } from './stop-signal.ts'

export const parts = ['api', 'web', 'worker'] as const
export type Part = (typeof parts)[number]
export const isPart = (text: string): text is Part => (parts as readonly string[]).includes(text)

const graceMs = 10_000

/** Serves until asked to stop, and leaves nothing running. @returns the exit code */
export const serve = async (
  options: { parts: Part[]; fresh: boolean; demo?: boolean },
  context: Context,
): Promise<number> => {
  const { env, say, bar } = context
  const stop = stopSignal()
  const undo = unwinding()
  const onFault = (error: unknown) => {
    // Never its message: a database's may quote a row.
    console.error(describeError(error))
    stop.ask('a fault')
  }
  process.on('uncaughtException', onFault)
  process.on('unhandledRejection', onFault)
  try {
    const apiUrl = options.parts.join() === 'web' ? whereTheApiIs(env) : undefined
    const alone = options.parts.length > 1 && !env['DATABASE_URL']
    if (alone) await refuseIfHeld(stateDirOf(env))
    // The port first: it is the likeliest thing to be taken, and costs nothing to find out.
    const front = await openFront(env)
    undo.add(() => front.close(graceMs))
    const installation = apiUrl === undefined ? await open(options, context, !alone) : undefined
    // The database outlives the port: requests under way still need it.
    if (installation) undo.add(installation.close)
    const house = installation
      ? await compose({ parts: options.parts, demo: options.demo, installation, front, context, stop })
      : await openWebAlone(apiUrl ?? '', front, context)
    undo.add(house.close)
    bar.clear()
    front.open(house.handle)
    await house.opened?.()
    const watch = setInterval(() => {
      if (installation?.server?.isRunning() === false) stop.ask('the database ended')
    }, 1000)
    const why = await stop.asked
    clearInterval(watch)
    const ours = why.startsWith('SIG')
    say(ours ? '\nStopping …' : `\nStopping: ${why}.`)
    return ours ? 0 : 1
  } catch (error) {
    bar.clear()
    throw error instanceof Error ? error : new StartFailure(String(error))
  } finally {
    await undo.run()
    process.off('uncaughtException', onFault)
    process.off('unhandledRejection', onFault)
  }
}

/** @throws StartFailure where nobody said where it is: the app shows nothing of its own */
const whereTheApiIs = (env: NodeJS.ProcessEnv): string => {
  const apiUrl = env['API_URL']
  if (!apiUrl)
    throw new StartFailure(
      '"throughline start web" needs API_URL: the address of a "throughline start api", as http://10.0.0.5:3000.',
    )
  return apiUrl
}

/** The installation's database, brought up to date. */
const open = async (
  options: { parts: Part[]; fresh: boolean },
  { env, say, bar }: Context,
  join: boolean,
): Promise<Installation> => {
  const installation = await openInstallation({
    env,
    doing: ['throughline start', ...(options.parts.length === 1 ? options.parts : [])].join(' '),
    fresh: options.fresh,
    join,
    onProgress: ({ stage, fraction }) => {
      bar.show(stage, fraction)
    },
  })
  try {
    if (installation.server?.adopted) say('  A database left running by an earlier start was taken over.')
    bar.show('Bringing the database up to date', 0.5)
    await bringUpToDate(installation.logins.owner)
    return installation
  } catch (error) {
    await installation.close()
    throw error
  }
}
