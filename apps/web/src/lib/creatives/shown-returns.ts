import { formatDecimal, formatMoney, formatPercent } from '@throughline/ui/format'
import type { Answers, Questions } from '#lib/app-router.ts'
import { placeName } from '#lib/attribution/place-name.ts'
import { words } from '#lib/words.ts'

export type ReturnsRead = Answers['attribution']['returns']
export type ReturnRow = ReturnsRead['rows'][number]
export type Returned = ReturnRow['now']
export type ReturnsBy = Questions['attribution']['returns']['by']
export type Topics = Answers['attribution']['topics']
type TopicRules = Questions['attribution']['changeTopics']['rules']

const w = words.creatives

export const returnsBys: readonly ReturnsBy[] = ['creative', 'topic', 'campaign', 'channel']
export const readReturnsBy = (text: string | null): ReturnsBy => returnsBys.find((by) => by === text) ?? 'creative'

/** What a row is called. */
export const returnName = (row: ReturnRow, by: ReturnsBy): string =>
  by === 'topic' ? (row.label ?? w.noTopic) : placeName(row, by)

export const moneyText = (minor: number, currency: string, locale: string): string =>
  formatMoney({ minor, currency }, locale, { cents: true })

/** `2.31×`, no value where nothing was paid, or that a rate is missing. */
export function roasText({ roas, otherSpend }: Pick<Returned, 'roas' | 'otherSpend'>, locale: string): string {
  if (otherSpend) return w.noRate
  return roas === null ? w.noValue : w.times(formatDecimal(roas, locale, 2))
}

export function roiText({ roi, otherSpend }: Pick<Returned, 'roi' | 'otherSpend'>, locale: string): string {
  if (otherSpend) return w.noRate
  return roi === null ? w.noValue : formatPercent(roi, locale, { signed: true, places: 0 })
}

export const spendText = ({ spend, otherSpend }: Returned, currency: string, locale: string): string =>
  otherSpend ? w.noRate : spend === 0 ? w.noValue : moneyText(spend, currency, locale)

export const shareText = (share: number | null, locale: string): string =>
  share === null ? w.noValue : formatPercent(share, locale, { places: 0 })

/** The change of net against the period before, as a part of that; undefined where there was nothing to change from. */
export const netChange = ({ now, before }: Pick<ReturnRow, 'now' | 'before'>): number | undefined =>
  before.net > 0 ? now.net / before.net - 1 : undefined

/** Rules as lines of text, and back. */
export const topicLines = (rules: Topics['rules']): string =>
  rules.map(({ topic, words: each }) => `${topic}: ${each.join(', ')}`).join('\n')

/** @returns the rules, or the number of the first line that is none */
export function readTopicLines(text: string): { ok: true; rules: TopicRules } | { ok: false; line: number } {
  const rules: TopicRules = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const colon = line.indexOf(':')
    if (colon < 1) return { ok: false, line: i + 1 }
    const list = line.slice(colon + 1).split(',')
    rules.push({
      topic: line.slice(0, colon).trim(),
      words: list.map((word) => word.trim()).filter((word) => word !== ''),
    })
  }
  return { ok: true, rules }
}

/** What a text says, without what a machine puts in: a card has room for words alone. */
export const bodyText = (body: string): string =>
  body
    .replaceAll(/\{\{[^}]*\}\}|https?:\/\/\S+/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim()
