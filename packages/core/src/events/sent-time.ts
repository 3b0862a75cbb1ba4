/** Smaller differences are the way over the network, not a wrong clock. */
const smallestSkewMs = 1_000

/**
 * How far the sender's clock is ahead of ours, in milliseconds: what it showed on sending, less when that came here. 0 where it
 * does not say, or is right to the second.
 */
export function clockSkew(sentAt: string | undefined, receivedAt: number): number {
  const sent = sentAt === undefined ? NaN : Date.parse(sentAt)
  if (Number.isNaN(sent)) return 0
  const skew = sent - receivedAt
  return Math.abs(skew) < smallestSkewMs ? 0 : skew
}
