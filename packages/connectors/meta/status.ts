import type { DeliveryStatus } from '@throughline/canonical'

const words: Record<string, DeliveryStatus> = {
  ACTIVE: 'active',
  PAUSED: 'paused',
  CAMPAIGN_PAUSED: 'paused',
  ADSET_PAUSED: 'paused',
  IN_PROCESS: 'scheduled',
  PENDING_REVIEW: 'scheduled',
  PREAPPROVED: 'scheduled',
  PENDING_BILLING_INFO: 'scheduled',
  DISAPPROVED: 'failed',
  WITH_ISSUES: 'failed',
  ARCHIVED: 'archived',
  DELETED: 'deleted',
}

/** Meta's `effective_status` in our words; undefined for one that is new to us. */
export const statusOf = (effectiveStatus: string): DeliveryStatus | undefined => words[effectiveStatus]

/** The statuses an edge can be asked for. Asking one for DELETED is an error: deleted objects are had by their own id only. */
export const listedStatuses = {
  campaigns: ['ACTIVE', 'PAUSED', 'ARCHIVED', 'IN_PROCESS', 'WITH_ISSUES'],
  adsets: ['ACTIVE', 'PAUSED', 'CAMPAIGN_PAUSED', 'ARCHIVED', 'IN_PROCESS', 'WITH_ISSUES'],
  ads: Object.keys(words).filter((word) => word !== 'DELETED'),
} as const

/** For figures, which keep deleted ads and leave them out unless all statuses are named. */
export const allStatuses = Object.keys(words)

const accountWords: Record<number, string> = {
  1: 'active',
  2: 'disabled',
  3: 'unsettled',
  7: 'pending risk review',
  8: 'pending settlement',
  9: 'in grace period',
  100: 'pending closure',
  101: 'closed',
}

export const accountStatusOf = (code: number | undefined): string | undefined =>
  code === undefined ? undefined : (accountWords[code] ?? String(code))
