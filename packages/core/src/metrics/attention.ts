import type { Freshness } from '../connections/index.ts'

/** What a client needs of those who look after it, in words: at most 60 characters each line. */
export interface Attention {
  rank: 'now' | 'look' | 'quiet'
  why: string
  detail: string | null
}

/** What attention is judged by. Money in minor units of one currency. */
export interface AttentionInputs {
  connections: readonly Freshness[]
  /** The last 7 days and the 7 before them. */
  week: { net: number; before: number; giftsBefore: number }
  /** Given back in the last 7 days, and the share of gross given back over the 30 days before them. */
  refunds: { n: number; minor: number; gross: number; usualShare: number | null }
}

/** From how few on figures are too small to say anything. */
const enoughGifts = 20
const enoughRefunds = 3
/** A week this far below the one before is a sharp drop. */
const sharpDrop = -0.4
/** Refunds above this multiple of their usual share, and above this share of gross, are a spike. */
const spike = { times: 2.5, share: 0.08 }

/** The most pressing thing first: a broken source, then money that goes wrong, then late data. */
export function attentionOf({ connections, week, refunds }: AttentionInputs): Attention {
  const broken = connections.find(({ state }) => state === 'broken')
  if (broken) return { rank: 'now', why: `${broken.name} cannot be read`, detail: broken.say }
  const spiked = refundSpike(refunds)
  if (spiked !== null) return { rank: 'now', why: `${count(refunds.n)} gifts were refunded in 7 days`, detail: spiked }
  if (week.before > 0 && week.giftsBefore >= enoughGifts && (week.net - week.before) / week.before <= sharpDrop)
    return {
      rank: 'look',
      why: `Net raised fell by ${percent((week.before - week.net) / week.before)}`,
      detail: 'The last 7 days against the 7 before',
    }
  const late = connections.find(({ state }) => state === 'late')
  if (late) return { rank: 'look', why: `${late.name} is late`, detail: late.say }
  const unread = connections.find(({ state }) => state === 'never')
  if (unread) return { rank: 'look', why: `${unread.name} was not read yet`, detail: unread.say }
  if (connections.length === 0) return { rank: 'look', why: 'No source is connected', detail: null }
  const paused = connections.find(({ state }) => state === 'paused')
  if (paused) return { rank: 'look', why: `${paused.name} is paused`, detail: paused.say }
  return { rank: 'quiet', why: 'Nothing needs you', detail: null }
}

/** What to say of refunds that are far above their usual share of gross; null where they are not. */
function refundSpike({ n, minor, gross, usualShare }: AttentionInputs['refunds']): string | null {
  if (n < enoughRefunds) return null
  if (gross <= 0) return 'Nothing was given in that time'
  const share = minor / gross
  if (share <= spike.share || (usualShare !== null && share <= spike.times * usualShare)) return null
  return usualShare === null
    ? `${percent(share)} of gross`
    : `${percent(share)} of gross, usually ${percent(usualShare)}`
}

const percent = (share: number): string => `${Math.round(share * 100)}%`
const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']
const count = (n: number): string => words[n] ?? String(n)

/** `now` before `look` before `quiet`. */
export const attentionOrder: Readonly<Record<Attention['rank'], number>> = { now: 0, look: 1, quiet: 2 }
