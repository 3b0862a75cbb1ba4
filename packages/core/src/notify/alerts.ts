import type { Actor } from '@throughline/db'
import type { Severity } from './alert-rule.ts'
import type { AlertEventKind } from './alert-event.store.ts'
import type { ChannelInput } from './delivery/channel.ts'
import type { DeliveryRow } from './delivery/outbox.store.ts'
import type { QuietHours } from './delivery/quiet-hours.ts'

export const alertStates = ['open', 'acknowledged', 'snoozed', 'resolved'] as const
export type AlertState = (typeof alertStates)[number]

/** An alert in the reader's words. */
export interface AlertView {
  alertId: string
  rule: string
  title: string
  sentence: string
  severity: Severity
  state: AlertState
  openedAt: string
  lastSeenAt: string
  /** Since when looks have not found it any more. */
  missingSince: string | null
  resolvedAt: string | null
  snoozedUntil: string | null
  /** For staff alone. */
  owner: { userId: string; name: string } | null
  occurrences: number
  /** Where it is looked into; for staff alone. */
  link: string | null
}

export interface AlertPage {
  rows: AlertView[]
  more: boolean
  counts: { state: AlertState; severity: Severity; n: number }[]
}

/** One line of an alert's story. `who` is null where nobody but Throughline itself did it. */
export interface StoryLine {
  no: number
  at: string
  kind: AlertEventKind
  who: string | null
  /** `severity`, `before`, `until`, `owner`, `comment`, `channel`, `outcome`, `why`, `told`, as the kind needs. */
  detail: Record<string, string>
}

export interface AlertStory extends AlertView {
  story: StoryLine[]
  /** What was told of it, and what waits to be. */
  deliveries: (Pick<DeliveryRow, 'kind' | 'state' | 'attempts' | 'dueAt' | 'why'> & { channel: string })[]
  /** Who may own it. */
  colleagues: { userId: string; name: string }[]
  mayAnswer: boolean
}

/** A channel as its settings show it: its address only by its end. */
export interface ChannelView extends Omit<ChannelInput, 'channelId' | 'address' | 'key'> {
  channelId: string
  of: 'client' | 'agency'
  hint: string
  waiting: number
  lastSentAt: string | null
  /** Why the last delivery failed, where none was delivered since. */
  failing: string | null
}

export interface AlertSettings {
  channels: ChannelView[]
  quiet: QuietHours | null
  timeZone: string
  colleagues: { userId: string; name: string }[]
  rules: {
    id: string
    title: string
    severity: Severity
    seenByClient: boolean
    checkedAt: string | null
    failures: number
  }[]
  maySave: boolean
}

/** One alert of any client, for the agency's list. */
export interface AgencyAlert extends Omit<AlertView, 'owner' | 'link'> {
  slug: string
  client: string
}

/** What is wrong, who looks after it, and who is told. */
export interface Alerts {
  list(
    actor: Actor,
    tenantId: string,
    asked: { states: readonly AlertState[]; severity: Severity | null; offset: number },
  ): Promise<AlertPage>
  /** @throws NotFound where there is none, or none for the reader */
  one(actor: Actor, tenantId: string, alertId: string): Promise<AlertStory>
  /** Those that nobody has answered yet. */
  count(actor: Actor, tenantId: string): Promise<{ open: number; critical: number }>
  /** Of every client that the reader sees as staff, the worst and newest first. */
  ofAgency(actor: Actor): Promise<AgencyAlert[]>

  /** @returns how many it changed. @throws NotFound where one of them is not there */
  acknowledge(actor: Actor, tenantId: string, alertIds: readonly string[]): Promise<{ count: number }>
  /** Until then nobody is told of them again, unless they get worse. @throws Invalid unless it is in the next 30 days */
  snooze(actor: Actor, tenantId: string, alertIds: readonly string[], until: Date): Promise<{ count: number }>
  /** @throws Invalid for somebody who does not see this client */
  assign(actor: Actor, tenantId: string, alertId: string, userId: string | null): Promise<void>
  comment(actor: Actor, tenantId: string, alertId: string, text: string): Promise<void>

  settings(actor: Actor, tenantId: string): Promise<AlertSettings>
  /** @throws Invalid where an address may not be written to, naming the field */
  saveChannel(
    actor: Actor,
    tenantId: string,
    input: ChannelInput & { of: 'client' | 'agency' },
  ): Promise<{ channelId: string }>
  removeChannel(actor: Actor, tenantId: string, channelId: string): Promise<void>
  saveQuiet(actor: Actor, tenantId: string, quiet: QuietHours | null): Promise<void>
  /** Sends a test at once. @returns why it did not arrive, or null */
  testChannel(actor: Actor, tenantId: string, channelId: string): Promise<{ why: string | null }>
}
