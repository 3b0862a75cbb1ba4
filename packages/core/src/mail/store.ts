import { randomUUID } from 'node:crypto'
import { desc, eq, inArray, lt, sql, tables, type Database, type Transaction } from '@throughline/db'
import type { MasterKey } from '../secrets/index.ts'
import type { Mail, Mailer, OutboxMail } from './mailer.ts'
import type { Post } from './smtp.ts'

const context = 'mail.body'
const atOnce = 20
const triesInAll = 12
const keptDays = 7

/**
 * Mail kept in the database until it has left.
 * @param post hands a mail to an SMTP server; without it mails stay for the development outbox
 */
export function createMailer(
  { database, secrets, now }: { database: Database; secrets: MasterKey; now: () => Date },
  post?: Post,
): Mailer {
  const sealed = (mail: Mail) => secrets.seal(Buffer.from(JSON.stringify(mail)), context)
  const opened = (body: Uint8Array) => JSON.parse(Buffer.from(secrets.open(body, context)).toString()) as Mail

  return {
    async queue(db, mail) {
      const at = now().toISOString()
      const mailId = randomUUID()
      await db.insert(tables.mail).values({ mailId, body: sealed(mail), createdAt: at, dueAt: at })
      return mailId
    },
    async deliver(ids) {
      const tally = { sent: 0, failed: 0 }
      if (!post) return tally
      for (const { mailId, body } of await claim(database, now(), ids)) {
        try {
          await post(opened(body))
          await database.begin([], (db) => db.delete(tables.mail).where(eq(tables.mail.mailId, mailId)))
          tally.sent += 1
        } catch {
          // It stays, due again later: `claim` moved it ahead.
          tally.failed += 1
        }
      }
      return tally
    },
    async outbox(limit) {
      if (post) return undefined
      const rows = await database.begin([], (db) =>
        db.select().from(tables.mail).orderBy(desc(tables.mail.createdAt)).limit(limit),
      )
      return rows.map((row): OutboxMail => ({ ...opened(row.body), id: row.mailId, at: row.createdAt }))
    },
    async purge() {
      const before = new Date(now().getTime() - keptDays * 86_400_000).toISOString()
      const gone = await database.begin([], (db) =>
        db.delete(tables.mail).where(lt(tables.mail.createdAt, before)).returning({ id: tables.mail.mailId }),
      )
      return gone.length
    },
  }
}

/** Takes what is due and moves it ahead by 1, 2, 4 … minutes, so that a sender that dies loses none and two send none twice. */
async function claim(
  database: Database,
  now: Date,
  ids?: readonly string[],
): Promise<{ mailId: string; body: Uint8Array }[]> {
  return database.begin([], async (db: Transaction) => {
    const at = now.toISOString()
    const rows = await db.execute<{ mail_id: string; body: Uint8Array }>(sql`
      update mail set failures = failures + 1, due_at = ${at}::timestamptz + interval '1 minute' * power(2, least(failures, 10))
      where mail_id in (select mail_id from mail where due_at <= ${at} and failures < ${triesInAll} ${ids ? sql`and ${inArray(tables.mail.mailId, [...ids])}` : sql``} order by due_at limit ${atOnce} for update skip locked)
      returning mail_id, body`)
    return [...rows].map((row) => ({ mailId: row.mail_id, body: row.body }))
  })
}
