import { cast } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runNudge, tick } from '../jobs/index.ts'
import { createSecrets, masterKeyFrom } from '../secrets/index.ts'
import { processInbox } from './process-inbox.ts'
import { olive, sourceFixture, vera, type SourceFixture } from './testing/source-fixture.ts'

let f: SourceFixture
let connectionId: string
beforeEach(async () => {
  f = await sourceFixture()
  connectionId = await f.connect(cast.harbor)
  f.waiting.splice(0)
})
afterEach(() => f.drop())

const gifts = () => f.emulator.deliveries().filter(({ kind }) => kind === 'contribution')
const post = async (...deliveries: ReturnType<typeof gifts>) => {
  for (const delivery of deliveries) expect((await f.post(connectionId, delivery)).result).toBe('accepted')
}
const work = () => f.run({ only: 'process-inbox' })
const waiting = async () =>
  Number((await f.t.superuser`select count(*) as n from inbox where processed_at is null`)[0]?.n)
const total = async () => Object.values(await f.sums()).reduce((sum, day) => sum + (day.gross ?? 0), 0)
const setAside = async () =>
  (await f.desk.list(olive, cast.harbor, { connectionId, limit: 50 })).rows.filter(({ state }) => state === 'open')
/** Changes one byte of what waits, the oldest, and gives back how it was. */
const spoil = async (): Promise<{ id: string; body: Buffer }> => {
  const [row] = await f.t.superuser<{ id: string; body: Buffer }[]>`
    select id, body from inbox where processed_at is null order by id limit 1`
  await f.t.superuser`update inbox set body = set_byte(body, 40, (get_byte(body, 40) + 1) % 256) where id = ${row!.id}`
  return row!
}

describe('a delivery that does not open', () => {
  test('while others do is set aside with its reason, and the others go through', async () => {
    await post(...gifts().slice(0, 3))
    await spoil()
    await work()
    expect(await waiting()).toBe(0)
    expect(await total()).toBeGreaterThan(0)
    const rows = await setAside()
    expect(rows).toMatchObject([{ stream: 'webhook:contribution', origin: 'webhook' }])
    expect(rows[0]?.issues[0]?.message).toMatch(/^could not be opened with this client's keys/)
  })

  test('is tried again when it is replayed: it stays while it does not open, and counts once it does', async () => {
    await post(gifts()[0]!, gifts()[1]!)
    const was = await spoil()
    await work()
    const [row] = await setAside()
    const before = await total()
    await expect(f.desk.replay(vera, cast.harbor, [row!.id])).rejects.toThrow('Your role')
    expect(await f.desk.replay(olive, cast.harbor, [row!.id])).toEqual({ count: 0 })
    expect(await setAside()).toMatchObject([{ id: row!.id, issues: row!.issues }])
    expect(await total()).toBe(before)
    // Its bytes as they were, as after a repair of the disk.
    await f.inside(async (inside) => {
      const keyring = await f.deps.secrets.forTenant(inside, f.deps.now())
      const raw = JSON.stringify({ sealed: was.body.toString('base64') })
      const body = keyring.seal(Buffer.from(raw), 'quarantine.body')
      await f.t.superuser`update quarantine set body = ${Buffer.from(body)} where id = ${row!.id}`
    })
    expect(await f.desk.replay(olive, cast.harbor, [row!.id])).toEqual({ count: 1 })
    expect(await total()).toBeGreaterThan(before)
  })

  test('alone is set aside too where an earlier one still opens', async () => {
    await post(gifts()[0]!)
    await work()
    await post(gifts()[1]!)
    await spoil()
    await work()
    expect([await waiting(), (await setAside()).length]).toEqual([0, 1])
  })
})

describe('where no delivery opens', () => {
  test('nothing is set aside and nothing is lost: it stops, health says so, and goes on with the right key', async () => {
    await post(gifts()[0]!, gifts()[1]!)
    const first = await spoil()
    await f.t
      .superuser`update inbox set body = set_byte(body, 40, (get_byte(body, 40) + 1) % 256) where id <> ${first.id}`
    await f.run({ only: 'process-inbox', steps: 1 }).catch(() => {})
    expect([await waiting(), await setAside()]).toEqual([2, []])
    expect(f.deps.secrets.met()).toEqual({ opens: 0, refuses: 1 })
    // It rests a minute and counts as no failure.
    expect(f.waiting).toMatchObject([{ nudge: { kind: 'process-inbox', attempt: 0 } }])
    expect(f.waiting[0]?.at).toEqual(new Date(f.deps.now().getTime() + 60_000))
    await f.t.superuser`update inbox set body = set_byte(body, 40, (get_byte(body, 40) + 255) % 256)`
    await work()
    expect([await waiting(), await setAside()]).toEqual([0, []])
    expect(f.deps.secrets.met()).toEqual({ opens: 1, refuses: 0 })
  })

  test('with another master key, however often it is tried, there is no dead letter', async () => {
    await post(gifts()[0]!)
    f.waiting.splice(0)
    const wrong = { ...f.deps, secrets: createSecrets(masterKeyFrom(new Uint8Array(32).fill(6))) }
    for (let tries = 0; tries < 12; tries += 1) {
      await tick({ database: f.t.database, queue: f.deps.queue, now: f.deps.now })
      const [next] = f.waiting.splice(0)
      const handlers = { 'process-inbox': processInbox(wrong) } as never
      await runNudge({ ...wrong, random: () => 0.5, handlers }, next?.nudge, new AbortController().signal)
      f.clock.advance(60_000)
    }
    expect(wrong.secrets.met()).toEqual({ opens: 0, refuses: 1 })
    expect(await f.t.superuser`select 1 from dead_letter`).toHaveLength(0)
    await work()
    expect([await waiting(), (await total()) > 0]).toEqual([0, true])
  })

  test('one connection’s credentials that do not open keep no delivery waiting', async () => {
    await post(gifts()[0]!)
    await f.t.superuser`update connection_secret set body = set_byte(body, 40, (get_byte(body, 40) + 1) % 256)`
    await work()
    expect(await waiting()).toBe(0)
  })
})

describe('a batch that takes too long', () => {
  /** As a statement timeout: whatever is too much, or too hard, is stopped. */
  const stopping = (when: string) =>
    f.t.superuser.unsafe(`
      create function stops() returns trigger language plpgsql as $$
      begin
        if (${when}) then raise exception 'canceling statement due to statement timeout' using errcode = '57014'; end if;
        return null;
      end $$;
      create trigger stops after insert on source_record referencing new table as told for each statement execute function stops()`)

  test('is halved until it goes through', async () => {
    await stopping('(select count(*) > 3 from told)')
    await post(...gifts().slice(0, 4))
    await work()
    expect([await waiting(), (await setAside()).length]).toEqual([0, 0])
    expect(await f.t.superuser`select 1 from dead_letter`).toHaveLength(0)
    expect(await total()).toBeGreaterThan(0)
  })

  test('because of one row has that row set aside, to be tried again, and the others written', async () => {
    await post(...gifts().slice(0, 4))
    const [hard] = await f.t.superuser<{ id: string }[]>`select id from inbox order by id limit 1`
    const [line] = (gifts()[0]?.payload as { lineitems: { lineitemId: number }[] }).lineitems
    await stopping(`exists (select 1 from told where source_key = '${line?.lineitemId}')`)
    await work()
    const rows = await setAside()
    expect(rows).toHaveLength(1)
    expect(await f.t.superuser`select origin_id from quarantine`).toEqual([{ origin_id: hard!.id }])
    expect(await waiting()).toBe(0)
    await f.t.superuser.unsafe('drop trigger stops on source_record')
    const before = await total()
    expect(await f.desk.replay(olive, cast.harbor, [rows[0]!.id])).toEqual({ count: 1 })
    expect(await total()).toBeGreaterThan(before)
  })
})
