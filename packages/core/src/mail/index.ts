export type { Mail, Mailer, OutboxMail, SmtpSettings } from './mailer.ts'
export { postBySmtp, type Post } from './smtp.ts'
export { createMailer } from './store.ts'
