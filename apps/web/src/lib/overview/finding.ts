import { formatDayRange, formatMoney, formatPercent } from '@throughline/ui/format'
import type { Answers, Tenant } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

type Read = Answers['overview']['read']

/** The sentence a page opens with. The server gives the finding as data; here it becomes words, for staff or for the client. */
export function findingOf(read: Read, { locale }: Pick<Tenant, 'locale'>, client: boolean): string {
  const days = (range: { from: string; to: string }) => formatDayRange(range.from, range.to, locale, read.today)
  const net = read.figures.find((figure) => figure.metric === 'raised_net')?.now
  const amount = net?.ok && typeof net.value === 'object' ? formatMoney(net.value, locale) : '–'
  const { kind, change } = read.finding
  const say = client ? words.overview.client : words.overview.finding
  if (kind === 'nothing_yet') return say.nothing_yet
  if (!read.compared || (kind !== 'flat' && change === null))
    return client ? words.overview.client.none(amount) : words.overview.finding.none(days(read.range))
  const compared = days(read.compared)
  if (kind === 'flat')
    return client ? words.overview.client.flat(amount, compared) : words.overview.finding.flat(compared)
  const percent = formatPercent(Math.abs(change ?? 0), locale)
  return client
    ? words.overview.client[kind](amount, percent, compared)
    : words.overview.finding[kind](percent, days(read.range), compared)
}
