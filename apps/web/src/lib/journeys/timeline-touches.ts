import type { TimelineTouch } from '@throughline/ui'
import { formatInstant, formatMoney, formatPercent } from '@throughline/ui/format'
import { words } from '#lib/words.ts'
import type { Journey } from './answers.ts'
import { recordName, touchLink } from './touch-link.ts'

const w = words.journeys

/** Net by touch of one model; nothing for all where it was not worked out. */
export function creditBy({ credit, touches }: Pick<Journey, 'credit' | 'touches'>, model: string): number[] {
  return credit.find((each) => each.model === model)?.touches ?? touches.map(() => 0)
}

/** The touches of a journey as the timeline draws them, with what a model gives each. */
export function timelineTouches(
  journey: Journey,
  { model, locale, search }: { model: string; locale: string; search: string },
): (Omit<TimelineTouch, 'icon'> & { type: string })[] {
  const net = creditBy(journey, model)
  const whole = net.reduce((sum, each) => sum + Math.abs(each), 0)
  return journey.touches.map((touch, index) => {
    const mine = net[index] ?? 0
    const share = whole > 0 ? mine / whole : 0
    const time = formatInstant(touch.at, journey.timeZone, locale, 'time')
    const money = formatMoney({ minor: mine, currency: journey.currency }, locale, { cents: true })
    const title = [
      typeWithLabel(touch),
      words.attribution.channels[touch.channel],
      formatInstant(touch.at, journey.timeZone, locale),
      touch.counts ? w.one.gets(money) : w.one.outside,
      words.attribution.tiers[touch.tier],
      ...(touch.probability === null ? [] : [w.one.given(formatPercent(touch.probability, locale))]),
    ]
    return {
      id: `${recordName(touch.of)} ${index}`,
      at: Date.parse(touch.at),
      type: touch.type,
      channel: touch.channel,
      tier: touch.tier,
      share,
      counts: touch.counts,
      label: typeName(touch.type),
      sub: touch.counts ? `${time} · ${formatPercent(share, locale, { places: 0 })}` : w.one.outside,
      title: title.join(', '),
      href: touchLink(search, touch.of),
    }
  })
}

export const typeName = (type: string): string => w.types[type] ?? type.replaceAll('_', ' ')

export const typeWithLabel = ({ type, label }: { type: string; label: string | null }): string =>
  label === null ? typeName(type) : `${typeName(type)}, ${label}`
