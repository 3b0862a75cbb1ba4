import { Conflict, Invalid, NotFound } from '@throughline/canonical'
import { z } from 'zod'
import type { Actor, Inside } from '@throughline/db'
import { may, requireMay } from '../tenants/may.ts'
import { channelNamed, readAlertSettings, writeQuiet } from './alert-settings.store.ts'
import type { Alerts } from './alerts.ts'
import { auditChannel } from './audit-channel.store.ts'
import type { AlertsDeps } from './create-alerts.ts'
import { ChannelInput, pagerDutyAddress, type ChannelAddress } from './delivery/channel.ts'
import {
  archiveAgencyChannel,
  archiveChannel,
  channelsOf,
  openAddress,
  saveAgencyChannel,
  saveChannel,
  sealAddress,
  type KeptChannel,
} from './delivery/channel.store.ts'
import { clientName } from './delivery/client.store.ts'
import { judgeAnswer } from './delivery/judge-answer.ts'
import { alertMail } from './delivery/message.ts'
import { colleaguesOf } from './delivery/people.store.ts'
import { NotAllowed, requireAllowedAddress } from './delivery/post-webhook.ts'
import { sendTo } from './delivery/send.ts'
import { testMessage } from './delivery/tell-alerts.ts'

const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)

/** Who is told, and when nobody is. */
export function channelDesk(
  deps: AlertsDeps,
): Pick<Alerts, 'settings' | 'saveChannel' | 'removeChannel' | 'saveQuiet' | 'testChannel'> {
  const { door, now, secrets, notifier, rules } = deps
  const changing = async <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>): Promise<T> => {
    const answer = await door.withTenant(actor, tenantId, (inside) => {
      requireMay(inside.role, 'alerts.settings')
      return fn(inside)
    })
    notifier.tell({ tenantId, kind: 'alerts' })
    return answer
  }
  const known = async (inside: Inside, channelId: string | null): Promise<KeptChannel> => {
    const channel = (await channelsOf(inside)).find((each) => each.channelId === channelId)
    if (!channel) throw new NotFound('No such channel.')
    return channel
  }

  return {
    settings: (actor, tenantId) =>
      door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'alerts.answer')
        return { ...(await readAlertSettings(inside, rules)), maySave: may(inside.role, 'alerts.settings') }
      }),

    saveChannel: (actor, tenantId, { of, ...given }) =>
      changing(actor, tenantId, async (inside) => {
        const input = ChannelInput.parse(given)
        const before = input.channelId === null ? undefined : await known(inside, input.channelId)
        if (before && (before.of !== of || before.kind !== input.kind))
          throw new Conflict('A channel stays of its kind. Make another one.')
        if (await channelNamed(inside, input.name, input.channelId))
          throw new Conflict('Another channel has this name.')
        const sealing = of === 'agency' ? 'agency' : inside
        const isWhole = input.address && (input.kind !== 'pagerduty' || input.key)
        const kept = before?.sealed && !isWhole ? await openAddress(secrets, sealing, before.sealed, now()) : null
        if (kept instanceof Error) throw new Invalid('What it had does not open: give it again.', 'address')
        const address = addressOf(input, kept)
        if (input.kind === 'mail') await requireColleagues(inside, input.people)
        const channelId = before?.channelId ?? deps.newId()
        const { kind, name, severities, isOn, rules: only } = input
        const saved = {
          ...{ channelId, kind, name, severities, rules: only, isOn, people: kind === 'mail' ? input.people : [] },
          hint: hintOf(kind, address),
          sealed: address && (await sealAddress(secrets, sealing, address, now())),
          changedBy: inside.actor.kind === 'user' ? inside.actor.userId : 'system',
          changedAt: now().toISOString(),
        }
        if (of === 'agency') await saveAgencyChannel(inside.db, inside.agencyId, saved)
        else await saveChannel(inside, saved)
        await auditChannel(inside, of, before ? 'changed' : 'created', channelId, { kind, name, on: isOn }, now())
        return { channelId }
      }),

    removeChannel: (actor, tenantId, channelId) =>
      changing(actor, tenantId, async (inside) => {
        const { of, kind, name } = await known(inside, channelId)
        if (of === 'agency') await archiveAgencyChannel(inside.db, channelId, now())
        else await archiveChannel(inside, channelId, now())
        await auditChannel(inside, of, 'removed', channelId, { kind, name }, now())
      }),

    saveQuiet: (actor, tenantId, quiet) =>
      changing(actor, tenantId, async (inside) => {
        if (quiet && !(Clock.safeParse(quiet.from).success && Clock.safeParse(quiet.to).success))
          throw new Invalid('Quiet hours read 22:00 to 07:00.', 'quiet')
        await writeQuiet(inside, quiet, now())
        await auditChannel(inside, 'client', 'quiet', null, quiet ? { ...quiet } : {}, now())
      }),

    async testChannel(actor, tenantId, channelId) {
      const { channel, address, message, mails } = await changing(actor, tenantId, async (inside) => {
        const channel = await known(inside, channelId)
        const sealing = channel.of === 'agency' ? 'agency' : inside
        const address = channel.sealed && (await openAddress(secrets, sealing, channel.sealed, now()))
        const mails: string[] = []
        const message = testMessage(deps.publicUrl, await clientName(inside), now())
        if (channel.kind === 'mail') {
          const people = (await colleaguesOf(inside)).filter(({ userId }) => channel.people.includes(userId))
          for (const { email } of people)
            mails.push(await deps.mailer.queue(inside.db, { to: email, ...alertMail([message]) }))
        }
        await auditChannel(inside, channel.of, 'tested', channelId, { kind: channel.kind }, now())
        return { channel, address, message, mails }
      })
      if (channel.kind === 'mail') {
        if (mails.length === 0) return { why: 'Nobody it goes to sees this client.' }
        const { failed } = await deps.mailer.deliver(mails)
        return { why: failed > 0 ? 'The mail server did not take it. It is tried again.' : null }
      }
      if (!address) return { why: 'The channel has no address.' }
      const answer = address instanceof Error ? address : await sendTo(deps.postWebhook, channel.kind, address, message)
      const verdict = judgeAnswer(answer, { tries: 1, now: now(), random: 0.5 })
      return { why: verdict.is === 'sent' ? null : verdict.why }
    },
  }
}

/** Where it goes now: what was given, else what it had. @throws Invalid naming the field that is wrong */
function addressOf({ kind, address, key }: ChannelInput, kept: ChannelAddress | null): ChannelAddress | null {
  if (kind === 'mail') return null
  const usual = kind === 'pagerduty' ? pagerDutyAddress : ''
  const to = { address: address || kept?.address || usual, key: kind === 'pagerduty' ? key || kept?.key || null : null }
  if (
    kind === 'pagerduty' &&
    !key &&
    kept &&
    URL.canParse(to.address) &&
    new URL(to.address).host !== new URL(kept.address).host
  )
    throw new Invalid('It goes elsewhere now: give the key again.', 'key')
  if (to.address === '') throw new Invalid('Paste the address of the webhook.', 'address')
  try {
    requireAllowedAddress(to.address)
  } catch (error) {
    if (error instanceof NotAllowed) throw new Invalid(error.message, 'address')
    throw error
  }
  if (kind === 'pagerduty' && !/^[A-Za-z0-9]{16,64}$/.test(to.key ?? ''))
    throw new Invalid('An integration key has 32 letters and digits.', 'key')
  return to
}

/** Enough to know it again: the host, and the last four characters. */
function hintOf(kind: ChannelInput['kind'], address: ChannelAddress | null): string {
  if (kind === 'mail' || !address) return ''
  return `${new URL(address.address).host} …${(address.key ?? address.address).slice(-4)}`
}

async function requireColleagues(inside: Inside, people: readonly string[]): Promise<void> {
  if (people.length === 0) throw new Invalid('Choose who gets the mail.', 'people')
  const here = new Set((await colleaguesOf(inside)).map(({ userId }) => userId))
  if (!people.every((id) => here.has(id))) throw new Invalid('Somebody of them does not see this client.', 'people')
}
