import type { Weigh } from './journey.ts'

/** All credit to the last touch that is not a direct visit; to the last touch where every one is. */
export const lastNonDirect =
  (isDirect: Uint8Array): Weigh =>
  ({ n, from, channel }, out) => {
    if (n === 0) return
    out.fill(0, 0, n)
    let at = n - 1
    while (at >= 0 && isDirect[channel[from + at] as number] === 1) at -= 1
    out[at < 0 ? n - 1 : at] = 1
  }

/** Marks the channels that stand for coming by oneself: `direct`, or `(direct)` as web analytics write it. */
export const directChannels = (channels: readonly string[]): Uint8Array =>
  Uint8Array.from(channels, (name) => (/^(direct|\(direct\))$/i.test(name) ? 1 : 0))
