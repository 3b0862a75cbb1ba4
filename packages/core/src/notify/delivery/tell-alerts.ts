import { randomUUID } from 'node:crypto'
import type { Door, Inside } from '@throughline/db'
import { jobOf } from '../../ingest/inbox.store.ts'
import type { Handler } from '../../jobs/index.ts'
import type { Mailer } from '../../mail/index.ts'
import type { AlertRule } from '../alert-rule.ts'
import { addAlertEvent } from '../alert-event.store.ts'
import type { Notifier } from '../notifier.ts'
import { channelsOf, openAddress, type KeptChannel } from './channel.store.ts'
import { type ChannelAddress } from './channel.ts'
import { clientName } from './client.store.ts'
import { judgeAnswer, type Verdict } from './judge-answer.ts'
import { alertMail, type Message } from './message.ts'
import { messageOf } from './message-of.ts'
import { closeDelivery, nextDelivery, putOff, release, takeDue, type DueDelivery } from './outbox.store.ts'
import { colleaguesOf } from './people.store.ts'
import { sendTo, type SendingDeps } from './send.ts'

export interface TellAlertsDeps extends SendingDeps {
  door: Door
  mailer: Mailer
  notifier: Pick<Notifier, 'tell'>
  random: () => number
  rules: readonly AlertRule[]
}

/** Taken in one go: each may be waited for. */
const atOnce = 10
/** A word that was put there during the last look is found after this at the latest. */
const longestRestMs = 60_000

interface Taken {
  due: DueDelivery
  channel: KeptChannel
  address: ChannelAddress | null
  message: Message
}

/**
 * Tells channels what waits for them. Taking, sending and the note of it are apart: a process that dies in between tells again after
 * the lease, which PagerDuty's key makes harmless, and a chat may then show twice. Mail is queued in the transaction of the note; it
 * leaves with whoever sends everybody's, so that no client waits for a mail server.
 */
export function tellAlerts(deps: TellAlertsDeps): Handler {
  const { door, now, notifier } = deps
  return async ({ tenantId }, slice) => {
    const within = <T>(fn: (inside: Inside) => Promise<T>) =>
      door.withTenant(jobOf(tenantId, 'tell-alerts'), tenantId, fn)
    const taken = await within((inside) => take(deps, inside))
    const posts = taken.flatMap(({ address, ...each }) =>
      each.channel.kind !== 'mail' && address ? [{ ...each, kind: each.channel.kind, address }] : [],
    )
    let tried = 0
    for (const { due, channel, kind, address, message } of posts) {
      // One at least, however late it is: each slice gets on.
      if (slice.signal.aborted || (tried > 0 && now() >= slice.until)) break
      tried += 1
      const answer = await sendTo(deps.postWebhook, kind, address, message)
      const verdict = judgeAnswer(answer, { tries: due.tries, now: now(), random: deps.random() })
      await within((inside) => note(inside, due, channel, verdict, now()))
    }
    const left = posts.slice(tried).map(({ due }) => due)
    if (left.length > 0) await within((inside) => release(inside, left, now()))
    if (taken.length > 0) notifier.tell({ tenantId, kind: 'alerts' })
    const next = await within(nextDelivery)
    if (!next) return 'done'
    return next <= now() ? 'again' : { at: new Date(Math.min(next.getTime(), now().getTime() + longestRestMs)) }
  }
}

async function take(deps: TellAlertsDeps, inside: Inside): Promise<Taken[]> {
  const { secrets, now } = deps
  const waiting = await takeDue(inside, now(), atOnce)
  if (waiting.length === 0) return []
  const [channels, client] = await Promise.all([channelsOf(inside), clientName(inside)])
  const byId = new Map(channels.map((channel) => [channel.channelId, channel]))
  const taken: Taken[] = []
  for (const due of waiting) {
    const channel = byId.get(due.channelId)
    if (!channel?.isOn) {
      await closeDelivery(inside, due, { state: 'needless', why: 'The channel is off.', now: now() })
      continue
    }
    const sealing = channel.of === 'agency' ? 'agency' : inside
    const address = channel.sealed === null ? null : await openAddress(secrets, sealing, channel.sealed, now())
    if (address instanceof Error) {
      // The right key may be put back: tried again as if nobody answered, and no other channel waits for it.
      await note(
        inside,
        due,
        channel,
        judgeAnswer(address, { tries: due.tries, now: now(), random: deps.random() }),
        now(),
      )
      continue
    }
    if (channel.kind !== 'mail' && address === null)
      await closeDelivery(inside, due, { state: 'failed', why: 'The channel has no address.', now: now() })
    else taken.push({ due, channel, address, message: messageOf(deps, inside.tenantId, client, due) })
  }
  const mails = Map.groupBy(
    taken.filter(({ channel }) => channel.kind === 'mail'),
    ({ channel }) => channel.channelId,
  )
  for (const of of mails.values()) await mailAll(deps, inside, of)
  return taken
}

/** One mail to each colleague for all that a channel has to say now. */
async function mailAll({ mailer, now }: TellAlertsDeps, inside: Inside, taken: readonly Taken[]): Promise<void> {
  const [{ channel } = { channel: undefined }] = taken
  const here = (await colleaguesOf(inside)).filter(({ userId }) => channel?.people.includes(userId))
  if (here.length === 0 && channel?.of === 'agency') {
    // It is for every client of the agency, its people need not be: nothing is wrong.
    const end = { state: 'needless', why: 'None of its people see this client.', now: now() } as const
    for (const { due } of taken) await closeDelivery(inside, due, end)
    return
  }
  const mail = alertMail(taken.map(({ message }) => message))
  for (const { email } of here) await mailer.queue(inside.db, { to: email, ...mail })
  const verdict: Verdict =
    here.length > 0 ? { is: 'sent' } : { is: 'failed', why: 'Nobody it goes to sees this client any more.' }
  for (const each of taken) await note(inside, each.due, each.channel, verdict, now())
}

async function note(
  inside: Inside,
  due: DueDelivery,
  { name, kind }: KeptChannel,
  verdict: Verdict,
  now: Date,
): Promise<void> {
  if (verdict.is === 'again') return putOff(inside, due, verdict.at, verdict.why)
  const why = verdict.is === 'failed' ? verdict.why : null
  if (!(await closeDelivery(inside, due, { state: verdict.is, why, now }))) return
  const detail = { channel: name, through: kind, told: due.kind, outcome: verdict.is, ...(why === null ? {} : { why }) }
  await addAlertEvent(inside, due.alertId, { kind: 'notified', at: now, actor: 'job:tell-alerts', detail })
}

/** A message that says only that it arrived: what the button of a channel sends. */
export function testMessage(publicUrl: string, client: { slug: string; name: string }, now: Date): Message {
  return {
    ...{ kind: 'trigger', severity: 'info', title: 'This is a test', client: client.name, rule: 'test' },
    sentence: 'Alerts reach this channel. Nothing is wrong.',
    ...{ key: `throughline:test:${randomUUID()}`, at: now.toISOString() },
    link: `${publicUrl}/t/${client.slug}/alerts/settings`,
    runbook: `${publicUrl}/t/${client.slug}/alerts`,
  }
}
