export type { Mail, Mailer, OutboxMail, SmtpSettings } from './mailer.ts'
