import { Logger } from 'graphile-worker'

/** The queue's own words go where ours go; what it says about single jobs is left out, since it would name them. */
export function queueLogger(say: (level: string, message: string) => void): Logger {
  return new Logger(() => (level, message) => {
    const text = String(level)
    if (text === 'error' || text === 'warning') say(text, message.replace(/'[^']*'|"[^"]*"|\([^)]*\)/g, '…'))
  })
}
