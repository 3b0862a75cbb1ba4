import type { Transaction } from '@throughline/db'

/** One mail in plain text. */
export interface Mail {
  to: string
  subject: string
  text: string
}

/** An SMTP server, as the environment names it. */
export interface SmtpSettings {
  /** `smtp://user:password@host:587` */
  url: string
  /** The sender's address. */
  from: string
}

/** Mail that leaves, or, without an SMTP server, stays to be read on the development outbox page. */
export interface Mailer {
  /** Writes a mail down in the deed's own transaction, sealed. Call `deliver` once it is committed. @returns its id */
  queue(db: Transaction, mail: Mail): Promise<string>
  /** Sends what waits, only those `ids` where given; what fails is tried again later. Without an SMTP server it does nothing. */
  deliver(ids?: readonly string[]): Promise<{ sent: number; failed: number }>
  /** The last mails, newest first; `undefined` where an SMTP server is set. */
  outbox(limit: number): Promise<OutboxMail[] | undefined>
  /** Forgets mails older than 7 days. */
  purge(): Promise<number>
}

/** A mail as the development outbox shows it. */
export interface OutboxMail extends Mail {
  id: string
  at: string
}
