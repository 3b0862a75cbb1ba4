import type { Rng } from '@throughline/stats'
import type { Client } from './client.ts'
import type { Millis } from './line-item.ts'
import type { Pushes } from './pushes.ts'
import type { ZoneClock } from './zone-clock.ts'

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

/** One text that goes out to many. */
export interface TextAppeal {
  id: string
  refcode: string
  /** Of the client's zone. */
  day: string
  startAt: Millis
  endAt: Millis
}

/** Ads of one month; each is `fb_YYYYMM_videoN`. */
export interface AdAppeal {
  refcode: string
  /** YYYYMM */
  month: string
  /** 1 … as many as the client has. */
  video: number
  createdAt: Millis
}

/** What a client asks with, and when: where the codes on its gifts come from. */
export interface Appeals {
  /** In order of time; none before the world's start. */
  textsOn(day: string): readonly TextAppeal[]
  /** Texts that everybody has by then and that are still felt: those of the last three days. */
  textsBefore(at: Millis): readonly TextAppeal[]
  /** Texts that begin in [from, to). */
  textsWithin(from: Millis, to: Millis): TextAppeal[]
  /** The ads of the client's month at that time. */
  adsAt(at: Millis): readonly AdAppeal[]
}

/** @param textShare of the days on which the client asks: those with texts */
export function appealsOf(
  client: Client,
  clock: ZoneClock,
  pushes: Pushes,
  rng: Rng,
  start: Millis,
  textShare: number,
): Appeals {
  const texts = new Map<string, readonly TextAppeal[]>()
  const ads = new Map<string, readonly AdAppeal[]>()
  const firstDay = clock.day(start)

  const drawTexts = (on: string): TextAppeal[] => {
    const draw = rng.split(`texts ${on}`)
    if (on < firstDay || pushes(on) === 0 || !draw.chance(textShare)) return []
    const tenInTheMorning = morningOf(on, client.timeZone)
    return Array.from({ length: 1 + draw.below(client.texts.most) }, (_, n) => {
      const startAt = tenInTheMorning + n * 3 * hour + minute * draw.below(90)
      const name = `${on.replaceAll('-', '')}_${n + 1}`
      return {
        id: `bc_${name}`,
        refcode: `sms_${name}`,
        day: on,
        startAt,
        endAt: startAt + minute * (12 + draw.below(20)),
      }
    })
  }
  const textsOn = (on: string): readonly TextAppeal[] => {
    const known = texts.get(on) ?? drawTexts(on)
    texts.set(on, known)
    return known
  }
  const daysFrom = (from: Millis, to: Millis): string[] => {
    const days: string[] = []
    for (let at = from; at <= to + day; at += day) days.push(clock.day(Math.min(at, to)))
    return [...new Set(days)]
  }
  return {
    textsOn,
    textsBefore: (at) =>
      daysFrom(at - 2 * day, at)
        .flatMap((on) => textsOn(on))
        .filter(({ endAt }) => endAt + 2 * minute <= at),
    textsWithin: (from, to) =>
      daysFrom(from - day, to)
        .flatMap((on) => textsOn(on))
        .filter(({ startAt }) => startAt >= from && startAt < to),
    adsAt(at) {
      const month = clock.day(at).slice(0, 7)
      const known = ads.get(month) ?? adsOf(client, month)
      ads.set(month, known)
      return known
    },
  }
}

function adsOf(client: Client, month: string): AdAppeal[] {
  const compact = month.replace('-', '')
  // Made the evening before the month in which they run.
  const createdAt = morningOf(`${month}-01`, client.timeZone) - 15 * hour
  return Array.from({ length: client.ads }, (_, n) => ({
    refcode: `fb_${compact}_video${n + 1}`,
    month: compact,
    video: n + 1,
    createdAt,
  }))
}

const morningOf = (day: string, timeZone: string): Millis =>
  Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: '10:00' }).epochMilliseconds
