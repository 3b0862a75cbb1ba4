import { bringUpToDate } from './up-to-date.ts'
import { describeError } from '@throughline/core/jobs'
import { refuseIfHeld, StartFailure } from '@throughline/db/embedded'
import type { Context } from './command.ts'
import { compose } from './compose/compose.ts'
import { unwinding } from './compose/unwinding.ts'
import { openFront } from './front.ts'
import { stateDirOf } from './home.ts'
import { openInstallation } from './installation.ts'
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
    const alone = options.parts.length > 1 && !env['DATABASE_URL']
    if (alone) await refuseIfHeld(stateDirOf(env))
    // The port first: it is the likeliest thing to be taken, and costs nothing to find out.
    const front = await openFront(env)
    undo.add(() => front.close(graceMs))
    const doing = ['throughline start', ...(options.parts.length === 1 ? options.parts : [])].join(' ')
    const installation = await openInstallation({
      env,
      doing,
      fresh: options.fresh,
      join: !alone,
      onProgress: ({ stage, fraction }) => {
        bar.show(stage, fraction)
      },
    })
    // The database outlives the port: requests under way still need it.
    undo.add(installation.close)
    if (installation.server?.adopted) say('  A database left running by an earlier start was taken over.')
    bar.show('Bringing the database up to date', 0.5)
    await bringUpToDate(installation.logins.owner)
    const house = await compose({ parts: options.parts, demo: options.demo, installation, front, context, stop })
    undo.add(house.close)
    bar.clear()
    front.open(house.handle)
    await house.opened?.()
    const watch = setInterval(() => {
      if (installation.server && !installation.server.isRunning()) stop.ask('the database ended')
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
