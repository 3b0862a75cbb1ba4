import { authenticateJob } from '@throughline/db'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { userActor } from '../../../db/src/actor.ts'
import { forgetOld } from '../ingest/retention.ts'
import type { AddOptions, Nudge, Outcome } from '../jobs/index.ts'
import { createMailer, type Mail, type Mailer } from '../mail/index.ts'
import { createSecrets, masterKeyFrom } from '../secrets/index.ts'
import type { AlertFinding, AlertRule } from './alert-rule.ts'
import type { Alerts } from './alerts.ts'
import { createAlerts } from './create-alerts.ts'
import { createPostWebhook } from './delivery/post-webhook.ts'
import { tellAlerts } from './delivery/tell-alerts.ts'
import { webhookEmulator, type WebhookEmulator } from './testing/index.ts'
import { watch } from './watch.ts'

let t: TestDatabase
let chat: WebhookEmulator
let pager: WebhookEmulator
let at = 0
let alerts: Alerts
let look: () => Promise<void>
let tell: () => Promise<void>
let tellOnce: () => Promise<Outcome>
let mails: Mail[]
/** How long each post takes by the clock. */
let takesMs = 0
let mailer: Mailer
let nudged: [kind: string, at: Date | undefined][]
/** What the rule finds; where it is an error, it cannot look. */
let found: AlertFinding[] | Error
const now = () => new Date(at)
const olive = userActor(cast.olive)
const tenantId = cast.harbor
const key = 'R0UT1NGKEYR0UT1NGKEYR0UT1NGKEY12'

const rule: AlertRule = {
  ...{ id: 'tap-drips', title: 'The tap drips', severity: 'critical', runbook: 'docs/runbooks/tap-drips.md' },
  ...{ calmMinutes: 0, reopenMinutes: 60, sentence: ({ drops }) => `<${drops}> drops & more.` },
  check: async () => {
    if (found instanceof Error) throw found
    return found
  },
}
const finding = (severity?: 'warning' | 'info'): AlertFinding => ({
  ...{ subject: 'tap:1', say: { drops: 3 }, link: '/work' },
  ...(severity ? { severity } : {}),
})

beforeEach(async () => {
  // 9 in the morning in Chicago.
  at = Date.parse('2026-11-20T15:00:00Z')
  found = []
  mails = []
  takesMs = 0
  nudged = []
  t = await testDatabase(now)
  await plantCast(t.superuser)
  await t.superuser`update member set email = 'olive@north.example' where user_id = ${cast.olive}`
  chat = await webhookEmulator('slack')
  pager = await webhookEmulator('pagerduty')
  const secrets = createSecrets(masterKeyFrom(new Uint8Array(32).fill(5)))
  mailer = createMailer({ database: t.database, secrets, now }, async (mail) => {
    if (mail.to.startsWith('bounces')) throw new Error('no such box')
    mails.push(mail)
  })
  // Public names that lead to this machine: the address is judged when it is saved, the emulators have no certificates.
  const post = createPostWebhook({ timeoutMs: 200, testing: { plain: true, isAllowed: () => true } })
  const deps = {
    ...{ door: t.door, secrets, mailer, now, rules: [rule], publicUrl: 'https://app.example', random: () => 0 },
    ...{
      queue: { add: async (nudge: Nudge, options?: AddOptions) => void nudged.push([nudge.kind, options?.at]) },
      notifier: { tell: () => {} },
      newId: () => crypto.randomUUID(),
    },
    postWebhook: (address: string, body: unknown) =>
      post(address.includes('chat') ? chat.address : pager.address, body).finally(() => (at += takesMs)),
  }
  alerts = createAlerts(deps)
  const slice = () => ({ until: new Date(at + 1_000), signal: new AbortController().signal })
  look = async () => {
    at += 60_000
    await watch(deps)({ tenantId, kind: 'watch', attempt: 0 }, slice())
  }
  tellOnce = () => tellAlerts(deps)({ tenantId, kind: 'tell-alerts', attempt: 0 }, slice())
  tell = async () => {
    for (let turn = 0; turn < 20; turn += 1) if ((await tellOnce()) !== 'again') break
    // As the upkeep of the installation does.
    await mailer.deliver()
  }
})
afterEach(async () => {
  await chat.close()
  await pager.close()
  await t.drop()
})

const channel = { of: 'client' as const, channelId: null, key: null, people: [], rules: null, isOn: true }
const everything: ('critical' | 'warning' | 'info')[] = ['critical', 'warning', 'info']
const toChat = () =>
  alerts.saveChannel(olive, tenantId, {
    ...{ ...channel, kind: 'slack', name: 'Team', severities: everything, address: 'https://chat.example.org/x' },
  })
const toPager = () =>
  alerts.saveChannel(olive, tenantId, {
    ...{ ...channel, of: 'agency', kind: 'pagerduty', name: 'On call', severities: ['critical'] },
    ...{ address: 'https://pager.example.org/v2/enqueue', key },
  })
const forget = () =>
  forgetOld({ door: t.door, now })(
    { tenantId, kind: 'retention', attempt: 0 },
    { until: new Date(at + 1_000), signal: new AbortController().signal },
  )
const deliveries = () =>
  t.superuser<{ kind: string; state: string; attempts: number; why: string | null }[]>`
    select kind, state, attempts, why from alert_delivery order by created_at, event_no, state`
const theAlert = async () =>
  (
    await alerts.list(olive, tenantId, {
      states: ['open', 'acknowledged', 'snoozed', 'resolved'],
      severity: null,
      offset: 0,
    })
  ).rows[0]

describe('an alert', () => {
  test('is told once to each channel that takes it, with the same key until it is over', async () => {
    await toChat()
    await toPager()
    found = [finding()]
    for (let i = 0; i < 3; i += 1) {
      await look()
      await tell()
    }
    expect(chat.taken).toEqual([
      {
        text: expect.stringMatching(
          /^\*Critical: The tap drips \(Harbor Table Food Bank\)\*\n&lt;3&gt; drops &amp; more\.\n<https:\/\/app\.example\/t\/harbor-table\/alerts\/[\w-]+\|Open the alert>/,
        ) as string,
      },
    ])
    const one = await theAlert()
    await alerts.acknowledge(olive, tenantId, [one?.alertId ?? ''])
    expect(nudged.at(-1)).toEqual(['tell-alerts', now()])
    await tell()
    found = []
    await look()
    await tell()
    expect(pager.taken.map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge', 'resolve'])
    expect(new Set(pager.taken.map(({ dedup_key }) => dedup_key)).size).toBe(1)
    expect(chat.taken).toHaveLength(2)
    const { story } = await alerts.one(olive, tenantId, one?.alertId ?? '')
    expect(story.map(({ kind }) => kind)).toEqual([
      ...['opened', 'notified', 'notified', 'acknowledged', 'notified', 'resolved', 'notified', 'notified'],
    ])
    expect(story[3]?.who).toBe('Olive Owner')
  })

  test('that the other side is too busy for, breaks on or is silent about is told when it can be, once', async () => {
    await toChat()
    chat.next.push({ status: 429, headers: { 'retry-after': '300' } }, 500, 'break', 'slow')
    found = [finding()]
    await look()
    await tell()
    expect(await deliveries()).toMatchObject([
      { state: 'queued', attempts: 1, why: expect.stringContaining('429') as string },
    ])
    at += 120_000
    await tell()
    expect(chat.asked).toHaveLength(1)
    for (let i = 0; i < 8; i += 1) {
      at += 600_000
      await tell()
    }
    expect(chat.asked).toHaveLength(5)
    expect(chat.taken).toHaveLength(1)
    expect(await deliveries()).toMatchObject([{ state: 'sent', attempts: 5, why: null }])
  })

  test('that cannot be told fails with its reason, in the story and at the channel, and nowhere says where it was to go', async () => {
    await toChat()
    chat.next.push(404)
    found = [finding()]
    await look()
    await tell()
    const why = 'There is nothing at this address (404).'
    expect(await deliveries()).toMatchObject([{ state: 'failed', why }])
    const settings = await alerts.settings(olive, tenantId)
    expect(settings.channels).toMatchObject([{ name: 'Team', hint: 'chat.example.org …rg/x', failing: why }])
    const story = await alerts.one(olive, tenantId, (await theAlert())?.alertId ?? '')
    expect(story.story.at(-1)).toMatchObject({ kind: 'notified', detail: { outcome: 'failed', why } })
    expect(JSON.stringify([settings, story])).not.toContain('https://chat')
    const rows = await t.superuser<{ sealed: Uint8Array }[]>`select sealed from alert_channel`
    expect(Buffer.from(rows[0]?.sealed ?? []).toString('latin1')).not.toContain('chat')
  })

  test('below critical waits for the morning, and is not told at all where it is over by then', async () => {
    await toChat()
    await alerts.saveQuiet(olive, tenantId, { from: '22:00', to: '07:00' })
    at = Date.parse('2026-11-21T05:00:00Z')
    found = [finding('warning')]
    await look()
    await tell()
    expect(chat.asked).toEqual([])
    found = []
    await look()
    at = Date.parse('2026-11-21T13:30:00Z')
    await tell()
    expect(chat.asked).toEqual([])
    expect(await deliveries()).toMatchObject([{ kind: 'trigger', state: 'needless' }])
    at = Date.parse('2026-11-22T05:00:00Z')
    found = [finding('warning')]
    await look()
    at = Date.parse('2026-11-22T12:59:00Z')
    await tell()
    expect(chat.asked).toEqual([])
    at = Date.parse('2026-11-22T13:01:00Z')
    await tell()
    expect(chat.taken).toHaveLength(1)
  })

  test('that is critical wakes somebody', async () => {
    await toChat()
    await alerts.saveQuiet(olive, tenantId, { from: '22:00', to: '07:00' })
    at = Date.parse('2026-11-21T05:00:00Z')
    found = [finding()]
    await look()
    await tell()
    expect(chat.taken).toHaveLength(1)
  })

  test('that gets worse in the quiet hours wakes somebody, once', async () => {
    await toChat()
    await alerts.saveQuiet(olive, tenantId, { from: '22:00', to: '07:00' })
    at = Date.parse('2026-11-21T05:00:00Z')
    found = [finding('warning')]
    await look()
    await tell()
    expect(chat.asked).toEqual([])
    found = [finding()]
    await look()
    await tell()
    expect(chat.taken).toMatchObject([{ text: expect.stringMatching(/^\*Critical/) as string }])
    at = Date.parse('2026-11-21T14:00:00Z')
    await tell()
    expect(chat.asked).toHaveLength(1)
    expect(await deliveries()).toMatchObject([{ state: 'needless', why: 'Said again since.' }, { state: 'sent' }])
  })

  test('whose end waits for its beginning keeps nobody busy meanwhile', async () => {
    await toChat()
    chat.next.push({ status: 503, headers: { 'retry-after': '1800' } })
    found = [finding()]
    await look()
    await tell()
    found = []
    await look()
    expect(await tellOnce()).toEqual({ at: new Date(at + 60_000) })
    expect(chat.asked).toHaveLength(1)
    at += 1_800_000
    await tell()
    expect(chat.taken.map(({ text }) => String(text).slice(0, 9))).toEqual(['*Critical', '*Resolved'])
  })

  test('by mail goes to colleagues who still see the client; what is for their information once a day, in one mail', async () => {
    const people = [cast.olive, cast.sam]
    await alerts.saveChannel(olive, tenantId, {
      ...{ ...channel, kind: 'mail', name: 'Mail', severities: everything, people, address: null },
    })
    found = [finding('info'), { ...finding('info'), subject: 'tap:2' }]
    await look()
    await tell()
    expect(mails).toEqual([])
    await t.superuser`delete from tenant_grant where user_id = ${cast.sam}`
    at = Date.parse('2026-11-21T14:01:00Z')
    await tell()
    expect(mails).toMatchObject([{ to: 'olive@north.example', subject: '2 alerts of Harbor Table Food Bank' }])
    expect(await deliveries()).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
  })

  test('that was put off asks again when its time has come or it gets worse, and not before', async () => {
    await toChat()
    found = [finding('warning')]
    await look()
    await tell()
    const alertId = (await theAlert())?.alertId ?? ''
    await alerts.snooze(olive, tenantId, [alertId], new Date(at + 3_600_000))
    await look()
    expect((await theAlert())?.state).toBe('snoozed')
    at += 3_600_000
    await look()
    await tell()
    expect((await theAlert())?.state).toBe('open')
    expect(chat.taken).toHaveLength(2)
    await alerts.snooze(olive, tenantId, [alertId], new Date(at + 3_600_000))
    found = [finding()]
    await look()
    await tell()
    expect(await theAlert()).toMatchObject({ state: 'open', severity: 'critical' })
    expect(chat.taken).toHaveLength(3)
  })

  test('found again soon after it was resolved is the same one; long after, another', async () => {
    found = [finding()]
    await look()
    const first = (await theAlert())?.alertId
    found = []
    await look()
    found = [finding()]
    await look()
    expect(await theAlert()).toMatchObject({ alertId: first, state: 'open' })
    found = []
    await look()
    at += 61 * 60_000
    found = [finding()]
    await look()
    expect(await t.superuser`select 1 from alert`).toHaveLength(2)
  })

  test('stays as it is while its rule cannot look, which is noted, and told of once that has lasted', async () => {
    found = [finding()]
    await look()
    found = new Error('Avery Example gave 25')
    for (let i = 0; i < 3; i += 1) await look()
    expect((await theAlert())?.state).toBe('open')
    const blind = (await alerts.settings(olive, tenantId)).rules[0]
    expect(blind).toMatchObject({ id: 'tap-drips', failures: 3 })
    const [noted] = await t.superuser<{ error: string }[]>`select error from alert_watch where rule = 'tap-drips'`
    expect(noted?.error).toBeTruthy()
    expect(noted?.error).not.toContain('Avery')
    found = []
    await look()
    expect((await theAlert())?.state).toBe('resolved')
  })

  test('is not lost with a process that dies while it tells, and two at once tell it once', async () => {
    await toPager()
    found = [finding()]
    await look()
    await Promise.all([tell(), tell(), tell()])
    expect(pager.taken).toHaveLength(1)
    // Taken by a process that then died: nothing was noted.
    await t.superuser`update alert_delivery set state = 'queued', settled_at = null`
    await tell()
    expect(pager.taken).toHaveLength(1)
    at += 3 * 60_000
    await tell()
    expect(pager.taken.map(({ dedup_key }) => dedup_key)).toEqual([
      pager.taken[0]?.['dedup_key'],
      pager.taken[0]?.['dedup_key'],
    ])
  })
})

test('whom it was told to is forgotten 90 days after, of what is over alone', async () => {
  await toChat()
  found = [finding()]
  await look()
  await tell()
  at += 91 * 86_400_000
  await forget()
  expect(await deliveries()).toMatchObject([{ kind: 'trigger', state: 'sent' }])
  found = []
  await look()
  await tell()
  expect(chat.taken).toHaveLength(2)
  await forget()
  expect(await deliveries()).toMatchObject([{ kind: 'resolve', state: 'sent' }])
})

describe('a channel', () => {
  test('that is slow holds nobody up: what its slice has no time for is given back, as if never taken', async () => {
    await toChat()
    takesMs = 2_000
    found = [1, 2, 3].map((n) => ({ ...finding(), subject: `tap:${n}` }))
    await look()
    expect(await tellOnce()).toBe('again')
    expect(chat.taken).toHaveLength(1)
    expect((await deliveries()).map(({ state, attempts }) => [state, attempts]).toSorted()).toEqual([
      ...[
        ['queued', 0],
        ['queued', 0],
        ['sent', 1],
      ],
    ])
    await tell()
    expect(chat.taken).toHaveLength(3)
  })

  test('whose address does not open stops no other, says why, and is mended by a new address', async () => {
    const { channelId } = await toChat()
    await toPager()
    await t.superuser`update alert_channel set sealed = '\\x00'`
    found = [finding()]
    await look()
    await tell()
    expect(pager.taken).toHaveLength(1)
    const why = 'Its address does not open with the keys that are here: give it again.'
    expect(await deliveries()).toContainEqual({ kind: 'trigger', state: 'queued', attempts: 1, why })
    expect(await alerts.testChannel(olive, tenantId, channelId)).toEqual({ why })
    const given = { ...channel, channelId, kind: 'slack' as const, name: 'Team', severities: everything }
    await expect(alerts.saveChannel(olive, tenantId, { ...given, address: null })).rejects.toThrow('does not open')
    await alerts.saveChannel(olive, tenantId, { ...given, address: 'https://chat.example.org/y' })
    at += 60_000
    await tell()
    expect(chat.taken).toHaveLength(1)
  })

  test('keeps its key for the host that it was given for, and shows it to no other', async () => {
    const { channelId } = await toPager()
    const given = { ...channel, of: 'agency' as const, channelId, kind: 'pagerduty' as const, name: 'On call' }
    const at = (address: string | null, key: string | null = null) =>
      alerts.saveChannel(olive, tenantId, { ...given, severities: everything, address, key })
    await expect(at('https://thief.example.org/')).rejects.toThrow('give the key again')
    await at('https://pager.example.org/elsewhere')
    await at(null)
    await alerts.testChannel(olive, tenantId, channelId)
    expect(pager.taken).toMatchObject([{ routing_key: key }])
    await at('https://other.example.org/', key)
  })

  test('of the agency whose people do not see this client is passed over; one of the client has failed', async () => {
    const save = (of: 'agency' | 'client') =>
      alerts.saveChannel(olive, tenantId, {
        ...{ ...channel, of, kind: 'mail', name: of, severities: everything, people: [cast.sam], address: null },
      })
    const { channelId } = await save('agency')
    await save('client')
    await t.superuser`delete from tenant_grant where user_id = ${cast.sam}`
    found = [finding()]
    await look()
    await tell()
    expect(mails).toEqual([])
    expect(await deliveries()).toMatchObject([
      { state: 'failed', why: 'Nobody it goes to sees this client any more.' },
      { state: 'needless', why: 'None of its people see this client.' },
    ])
    expect(await alerts.testChannel(olive, tenantId, channelId)).toEqual({ why: 'Nobody it goes to sees this client.' })
  })

  test('that is tried by mail says what became of that mail, not of others', async () => {
    const { channelId } = await alerts.saveChannel(olive, tenantId, {
      ...{ ...channel, kind: 'mail', name: 'Mail', severities: everything, people: [cast.olive], address: null },
    })
    await t.database.begin([], (db) => mailer.queue(db, { to: 'bounces@example.org', subject: '', text: '' }))
    expect(await alerts.testChannel(olive, tenantId, channelId)).toEqual({ why: null })
    expect(mails.map(({ to }) => to)).toEqual(['olive@north.example'])
  })
})

describe('who may', () => {
  test('an analyst answers an alert and changes nothing else; a client’s own people see those that have words for them', async () => {
    await t.superuser`update tenant_grant set tenant_id = ${tenantId} where user_id = ${cast.ana}`
    found = [finding()]
    await look()
    const alertId = (await theAlert())?.alertId ?? ''
    const [ana, vera] = [userActor(cast.ana), userActor(cast.vera)]
    expect(await alerts.acknowledge(ana, tenantId, [alertId])).toEqual({ count: 1 })
    await alerts.comment(ana, tenantId, alertId, 'The plumber comes at noon.')
    await alerts.assign(ana, tenantId, alertId, cast.ana)
    await expect(alerts.saveQuiet(ana, tenantId, null)).rejects.toThrow('Your role here does not allow this.')
    await expect(alerts.comment(vera, tenantId, alertId, 'Hello')).rejects.toThrow('Your role here')
    await expect(alerts.one(vera, tenantId, alertId)).rejects.toThrow('No such alert.')
    expect(await alerts.count(vera, tenantId)).toEqual({ open: 0, critical: 0 })
    const { story, owner } = await alerts.one(olive, tenantId, alertId)
    expect(owner).toEqual({ userId: cast.ana, name: 'Ana Analyst' })
    expect(story.find(({ kind }) => kind === 'commented')?.detail).toEqual({ comment: 'The plumber comes at noon.' })
    const audited = await t.superuser<{ action: string; detail: object }[]>`
      select action, detail from audit where action like 'alert.%' order by seq`
    expect(audited.map(({ action }) => action)).toEqual(['alert.acknowledged', 'alert.commented', 'alert.assigned'])
    expect(JSON.stringify(audited)).not.toContain('plumber')
  })

  test('addresses that lead inside are refused when they are saved', async () => {
    for (const address of ['http://chat.example.org/x', 'https://192.168.0.1/x', 'https://localhost:8080/x'])
      await expect(
        alerts.saveChannel(olive, tenantId, {
          ...channel,
          kind: 'slack',
          name: 'Bad',
          severities: everything,
          address,
        }),
      ).rejects.toThrow(/https:\/\/|private/)
    await expect(
      alerts.saveChannel(olive, tenantId, {
        ...{ ...channel, kind: 'mail', name: 'Bad', severities: everything, address: null, people: [cast.otto] },
      }),
    ).rejects.toThrow('does not see this client')
    expect(await toChat()).toHaveProperty('channelId')
  })

  test('a job of the watch sees one client’s alerts and no other’s', async () => {
    found = [finding()]
    await look()
    const rows = await t.door.withTenant(authenticateJob(cast.rivers, 'test'), cast.rivers, ({ db }) =>
      db.execute('select 1 from alert'),
    )
    expect([...rows]).toEqual([])
    expect((await alerts.list(olive, tenantId, { states: ['open'], severity: null, offset: 0 })).rows).toHaveLength(1)
    expect(await alerts.ofAgency(olive)).toMatchObject([{ slug: 'harbor-table', title: 'The tap drips' }])
    expect(await alerts.ofAgency(userActor(cast.otto))).toEqual([])
    expect(await alerts.ofAgency(userActor(cast.carla))).toEqual([])
  })
})
