import type { Services } from '@throughline/api'
import type { Logger } from 'pino'

const minuteMs = 60_000
const forgetEveryMinutes = 60

/** What belongs to no tenant and must happen by itself: mail that failed goes out again, and what is over is forgotten. */
export const keepUp = (services: Pick<Services, 'mailer' | 'signIn'>, logger: Pick<Logger, 'warn'>) => {
  let minutes = 0
  let running = Promise.resolve()
  const once = async () => {
    // So many at a time; as long as they leave, the next.
    while ((await services.mailer.deliver()).sent > 0);
    if (minutes++ % forgetEveryMinutes !== 0) return
    await services.signIn.purge()
    await services.mailer.purge()
  }
  const timer = setInterval(() => {
    running = running.then(once).catch((error: unknown) => {
      logger.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'upkeep failed')
    })
  }, minuteMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
