import { NotFound } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { z } from 'zod'
import { may } from '../tenants/may.ts'
import { alertStory } from './alert-event.store.ts'
import type { AlertRule } from './alert-rule.ts'
import { alertRow, isOfClient, viewOf } from './alert-views.store.ts'
import type { AlertStory, StoryLine } from './alerts.ts'
import { namesOf } from './alert-settings.store.ts'
import { channelsOf } from './delivery/channel.store.ts'
import { recentDeliveries } from './delivery/outbox.store.ts'
import { colleaguesOf } from './delivery/people.store.ts'

/** What the client's own people see of a story: that it began, came again and ended. */
const forClients = new Set(['opened', 'reopened', 'resolved'])

/** One alert with all that became of it. @throws NotFound where there is none for this reader */
export async function readStory(inside: Inside, rules: readonly AlertRule[], alertId: string): Promise<AlertStory> {
  const row = z.uuid().safeParse(alertId).success ? await alertRow(inside, rules, alertId) : undefined
  if (!row) throw new NotFound('No such alert.')
  const ofClient = isOfClient(inside.role)
  const events = (await alertStory(inside, alertId)).filter(({ kind }) => !ofClient || forClients.has(kind))
  const people = events.flatMap(({ actor, detail }) => [userIn(actor), userIn(detail['owner'])])
  const names = await namesOf(
    inside,
    [...people, row.owner].filter((id) => id !== null),
  )
  const view = viewOf(row, { role: inside.role, rules, names })
  if (!view) throw new NotFound('No such alert.')
  const nameOf = (id: string) => names.get(id) ?? 'Somebody no longer here'
  const story = events.map(({ eventNo, at, kind, actor, detail }): StoryLine => {
    const who = userIn(actor)
    return { no: eventNo, at, kind, who: who === null || ofClient ? null : nameOf(who), detail: shown(detail, nameOf) }
  })
  if (ofClient) return { ...view, story, deliveries: [], colleagues: [], mayAnswer: false }
  const [deliveries, channels, colleagues] = await Promise.all([
    recentDeliveries(inside, { alertId, limit: 50 }),
    channelsOf(inside),
    colleaguesOf(inside),
  ])
  const channelName = new Map(channels.map(({ channelId, name }) => [channelId, name]))
  return {
    ...{ ...view, story },
    deliveries: deliveries.map(({ kind, state, attempts, dueAt, why, channelId }) => ({
      ...{ kind, state, attempts, dueAt, why },
      channel: channelName.get(channelId) ?? 'A channel that was removed',
    })),
    colleagues: colleagues.map(({ userId, name }) => ({ userId, name })),
    mayAnswer: may(inside.role, 'alerts.answer'),
  }
}

const userIn = (text: unknown): string | null =>
  typeof text === 'string' && text.startsWith('user:') ? text.slice('user:'.length) : null

/** A line's details as text, with people by name. */
function shown(detail: Record<string, unknown>, nameOf: (id: string) => string): Record<string, string> {
  const texts = Object.entries(detail).flatMap(([key, value]): [string, string][] => {
    if (typeof value !== 'string') return []
    const user = userIn(value)
    return [[key, user === null ? value : nameOf(user)]]
  })
  return Object.fromEntries(texts)
}
