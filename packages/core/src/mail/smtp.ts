import { createTransport } from 'nodemailer'
import type { Mail, SmtpSettings } from './mailer.ts'

/** Hands one mail to the SMTP server. */
export type Post = (mail: Mail) => Promise<void>

/** The real way out. Connections and answers are waited for 10 seconds at most. */
export function postBySmtp(settings: SmtpSettings): Post {
  const transport = createTransport({
    url: settings.url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
  })
  return async ({ to, subject, text }) => {
    await transport.sendMail({ from: settings.from, to, subject, text })
  }
}
