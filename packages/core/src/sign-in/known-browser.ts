import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { MasterKey } from '../secrets/index.ts'

/** A year after the last sign-in. */
const lastsMs = 365 * 86_400_000
/** Accounts that one browser is remembered for. */
const most = 5

/** What a browser keeps of having signed in: for each account a number of the browser's own, until when, and our seal on both. */
interface Mark {
  until: string
  browser: string
  seal: string
}

const sealed = (secrets: Pick<MasterKey, 'hash'>, login: string, { until, browser }: Omit<Mark, 'seal'>) =>
  secrets.hash('known browser', `${until} ${browser} ${login}`)

/** The marks of a cookie, as far as they have the shape of one and are not over. Whose they are shows only in their seals. */
function marksIn(cookie: string | undefined, now: Date): Mark[] {
  const marks = (cookie ?? '').slice(0, 2_000).split('~').map(markOf)
  return marks.filter((mark): mark is Mark => mark !== undefined && Number(mark.until) > now.getTime())
}

function markOf(text: string): Mark | undefined {
  const [, until, browser, seal] = /^(\d{13,14})\.([\w-]{22})\.([0-9a-f]{64})$/.exec(text) ?? []
  return until && browser && seal ? { until, browser, seal } : undefined
}

function isOf(secrets: Pick<MasterKey, 'hash'>, login: string, mark: Mark): boolean {
  return timingSafeEqual(Buffer.from(mark.seal), Buffer.from(sealed(secrets, login, mark)))
}

/**
 * The browser's number, where it signed in to this account before: such a browser's tries are counted apart from everybody
 * else's, so that a stranger who guesses cannot keep the owner out (OWASP, "Slow down online guessing attacks with device
 * cookies"). It proves nothing else: whoever has it still needs the password.
 */
export function knownBrowser(
  secrets: Pick<MasterKey, 'hash'>,
  cookie: string | undefined,
  login: string,
  now: Date,
): string | undefined {
  return marksIn(cookie, now).find((mark) => isOf(secrets, login, mark))?.browser
}

/** The cookie of a browser that has just signed in to this account: what it had before, and this. It names nobody. */
export function rememberBrowser(
  secrets: Pick<MasterKey, 'hash'>,
  cookie: string | undefined,
  login: string,
  now: Date,
): { text: string; expiresAt: Date } {
  const marks = marksIn(cookie, now)
  const before = marks.find((mark) => isOf(secrets, login, mark))
  const expiresAt = new Date(now.getTime() + lastsMs)
  const mark = { until: String(expiresAt.getTime()), browser: before?.browser ?? randomBytes(16).toString('base64url') }
  const others = marks.filter((each) => each !== before).slice(0, most - 1)
  const text = [{ ...mark, seal: sealed(secrets, login, mark) }, ...others]
    .map(({ until, browser, seal }) => `${until}.${browser}.${seal}`)
    .join('~')
  return { text, expiresAt }
}
