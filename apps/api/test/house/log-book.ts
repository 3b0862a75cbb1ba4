import { pino, type Logger } from 'pino'

/** A logger that writes into memory. */
export function logBook(): { logger: Logger; text: () => string } {
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  return { logger, text: () => lines.join('') }
}
