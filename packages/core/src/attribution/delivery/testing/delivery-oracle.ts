import type { CanonicalRecord, Spend, Touchpoint } from '@throughline/canonical'

export interface Told {
  key: string
  records: CanonicalRecord[]
}

/** What the last word of each row comes to, by day, kind and place: worked out without any of the product's code. */
export function expectedDelivery(told: readonly Told[], zone: string): Record<string, number> {
  const records = told.flatMap((each) => each.records)
  const gone = new Set(records.flatMap((each) => (each.kind === 'withdrawal' ? [each.key] : [])))
  const ad = (key: string) =>
    records.find((each) => each.kind === 'ad' && each.key === key) as { creative?: string } | undefined
  const campaign = (key: string) =>
    records.find((each) => each.kind === 'campaign' && each.key === key) as
      { channel: string; creative?: string } | undefined
  const sums: Record<string, number> = {}
  const add = (day: string, kind: string, place: (string | null | undefined)[], n: number) => {
    if (n === 0) return
    const name = `${day} ${kind} ${JSON.stringify(place.map((each) => each ?? null))}`
    sums[name] = (sums[name] ?? 0) + n
  }
  for (const record of records) {
    if (record.kind === 'spend' && !record.breakdown && !gone.has(record.key)) addSpend(record)
    if (record.kind === 'touchpoint' && !record.suspect) addTouch(record)
  }
  function addSpend(it: Spend) {
    const of = it.campaign === undefined ? undefined : campaign(it.campaign)
    const shown = it.creative ?? (it.ad === undefined ? of?.creative : ad(it.ad)?.creative)
    const place = [of?.channel ?? 'ads', 'acme', it.campaign, null, it.ad, shown, null, null, null]
    const day = it.sourceDay?.day ?? ''
    add(day, `spend ${it.amount.currency}`, place, it.amount.minor)
    add(day, 'impressions', place, it.impressions ?? 0)
    add(day, 'clicks', place, it.clicks ?? 0)
  }
  function addTouch(it: Touchpoint) {
    const kinds: Record<string, string> = {
      text_sent: 'sent',
      text_delivered: 'delivered',
      text_clicked: 'message_clicked',
      email_opened: 'opened',
    }
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(it.happenedAt))
    const source = it.campaign === undefined ? null : 'acme'
    const place = [it.channel, source, it.campaign, null, null, it.creative, null, null, null]
    add(day, kinds[it.type] ?? '', place, 1)
  }
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)))
}
