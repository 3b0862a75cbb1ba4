import { formatDayRange, formatMoney, formatPercent } from '@throughline/ui/format'
import type { Answers, Tenant } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

type Read = Answers['overview']['read']

/** The sentence a page opens with. The server gives the finding as data; here it becomes words, for staff or for the client. */
export function findingOf(read: Read, { locale }: Pick<Tenant, 'locale'>, client: boolean): string {
  const net = read.figures.find((figure) => figure.metric === 'raised_net')?.now
  const amount = net?.ok && typeof net.value === 'object' ? formatMoney(net.value, locale) : '–'
  const { kind, change } = read.finding
  const say = client ? words.overview.client : words.overview.finding
  if (kind === 'nothing_yet') return say.nothing_yet
  // Nothing to compare with (a first period, or only today) is not the same as no change.
  if (!read.compared || change === null) return say.none(amount)
  const compared = formatDayRange(read.compared.from, read.comparedUntil?.day ?? read.compared.to, locale, read.today)
  return kind === 'flat'
    ? say.flat(amount, compared)
    : say[kind](amount, formatPercent(Math.abs(change), locale), compared)
}
