import { testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSecrets, masterKeyFrom } from '../secrets/index.ts'
import { createMailer, type Mail } from './index.ts'

let t: TestDatabase
let at = 0
const now = () => new Date(at)
beforeEach(async () => {
  at = Date.parse('2026-11-20T15:00:00Z')
  t = await testDatabase(now)
})
afterEach(() => t.drop())

const secrets = createSecrets(masterKeyFrom(new Uint8Array(32).fill(3)))
const mail = (n: number): Mail => ({
  to: `reader-${n}@example.org`,
  subject: `Subject ${n}`,
  text: `Text ${n} https://throughline.example/reset/secret-${n}`,
})
const queue = (mailer: ReturnType<typeof createMailer>, n: number) =>
  t.database.begin([], (db) => mailer.queue(db, mail(n)))

describe('mail', () => {
  test('without an SMTP server stays for the development outbox, newest first, and is sealed where it lies', async () => {
    const mailer = createMailer({ database: t.database, secrets, now })
    for (const n of [1, 2, 3]) {
      at += 1000
      await queue(mailer, n)
    }
    expect(await mailer.deliver()).toEqual({ sent: 0, failed: 0 })
    expect((await mailer.outbox(2))?.map((each) => each.subject)).toEqual(['Subject 3', 'Subject 2'])
    const rows = await t.superuser<{ body: Uint8Array }[]>`select body from mail`
    expect(rows).toHaveLength(3)
    for (const { body } of rows) expect(Buffer.from(body).toString('latin1')).not.toMatch(/reader|secret|Subject/)
  })

  test('of a deed that is undone is never sent', async () => {
    const sent: Mail[] = []
    const mailer = createMailer({ database: t.database, secrets, now }, async (each) => void sent.push(each))
    await expect(
      t.database.begin([], async (db) => {
        await mailer.queue(db, mail(1))
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    await queue(mailer, 2)
    await mailer.deliver()
    expect(sent).toEqual([mail(2)])
  })

  test('leaves once, though several senders look at once, and nothing of it stays', async () => {
    const sent: string[] = []
    const mailer = createMailer({ database: t.database, secrets, now }, async (each) => void sent.push(each.to))
    for (let n = 0; n < 30; n += 1) await queue(mailer, n)
    await Promise.all([mailer.deliver(), mailer.deliver(), mailer.deliver()])
    await mailer.deliver()
    expect(sent.sort()).toEqual(Array.from({ length: 30 }, (_, n) => mail(n).to).sort())
    expect(await t.superuser`select 1 from mail`).toHaveLength(0)
    expect(await mailer.outbox(10)).toBeUndefined()
  })

  test('that the server refuses is tried again, later each time, and in the end given up', async () => {
    let works = false
    let tries = 0
    const mailer = createMailer({ database: t.database, secrets, now }, async () => {
      tries += 1
      if (!works) throw new Error('greylisted')
    })
    await queue(mailer, 1)
    expect(await mailer.deliver()).toEqual({ sent: 0, failed: 1 })
    expect(await mailer.deliver()).toEqual({ sent: 0, failed: 0 })
    at += 60_000
    expect(await mailer.deliver()).toEqual({ sent: 0, failed: 1 })
    at += 60_000
    expect(await mailer.deliver()).toEqual({ sent: 0, failed: 0 })
    at += 60_000
    works = true
    expect(await mailer.deliver()).toEqual({ sent: 1, failed: 0 })
    works = false
    tries = 0
    await queue(mailer, 2)
    for (let i = 0; i < 30; i += 1) {
      await mailer.deliver()
      at += 86_400_000
    }
    expect(tries).toBe(12)
  })

  test('is forgotten after a week', async () => {
    const mailer = createMailer({ database: t.database, secrets, now })
    await queue(mailer, 1)
    at += 6 * 86_400_000
    await queue(mailer, 2)
    at += 1.5 * 86_400_000
    expect(await mailer.purge()).toBe(1)
    expect((await mailer.outbox(10))?.map((each) => each.subject)).toEqual(['Subject 2'])
  })
})
