import { isClickId } from './click-ids.ts'
import { hostOf, takeApart } from './link-text.ts'
import type { Signals } from './signals.ts'

const utmNames = ['source', 'medium', 'campaign', 'term', 'content', 'id', 'source_platform'] as const
export type UtmName = (typeof utmNames)[number]

/** One value: as it was sent, and as it is compared and counted. */
export interface Tag {
  original: string
  /** In lower case, without spaces around it and with single ones inside. */
  value: string
  /** A place that the sender left open and nobody filled: `{{ad.id}}`. It says nothing. */
  open: boolean
}

/** What a link says of where it stood. Of a parameter given twice the first counts. */
export interface Tags {
  utm: Partial<Record<UtmName, Tag>>
  /** By the parameter's name as sent; values as sent. */
  refcodes: Record<string, string>
  /** By name in lower case. */
  clickIds: Record<string, string>
}

/** @param more names of click ids that a tenant knows beside those that everybody does */
export function readTags(url: string, more: readonly string[] = []): Tags {
  const tags: Tags = { utm: {}, refcodes: {}, clickIds: {} }
  for (const { name, value } of takeApart(url).pairs) {
    if (value.trim() === '') continue
    const plainName = name.trim().toLowerCase()
    const utm = utmNames.find((each) => plainName === `utm_${each}`)
    if (utm) tags.utm[utm] ??= tagOf(value)
    else if (isRefcode(plainName)) tags.refcodes[name.trim()] ??= value.trim()
    else if (isClickId(plainName, more)) tags.clickIds[plainName] ??= value.trim()
  }
  return tags
}

export const isRefcode = (name: string): boolean => /^refcode\w{0,20}$/i.test(name)

/** A value in its canonical form beside the one that was sent. */
export function tagOf(original: string): Tag {
  const value = original.normalize('NFC').trim().replaceAll(/\s+/gu, ' ').toLowerCase()
  return { original, value, open: /\{\{.*\}\}|\[\[.*\]\]|\*\|.*\|\*|^\{[\w.:-]+\}$/s.test(value) }
}

/** What channel rules are asked about for a visit: the address that was opened and, where known, the one before it. */
export function signalsOf(url: string, referrer?: string, more: readonly string[] = []): Signals {
  const { utm, refcodes, clickIds } = readTags(url, more)
  const said = (name: UtmName) => (utm[name]?.open ? undefined : utm[name]?.value)
  const refcode = Object.entries(refcodes).find(([name]) => name.toLowerCase() === 'refcode')?.[1]
  return {
    source: said('source'),
    medium: said('medium'),
    campaign: said('campaign'),
    term: said('term'),
    content: said('content'),
    refcode,
    clickIds: Object.keys(clickIds),
    referrer: referrer === undefined ? undefined : hostOf(referrer),
    landing: hostOf(url),
  }
}
