import { words } from '#lib/words.ts'
import type { Channel } from './answers.ts'
import { channels } from './shown-credit.ts'

const w = words.attribution

interface Named {
  key: string | null
  label: string | null
  channel: Channel | null
}

/** What a place of credit is called; what names no campaign (ad, code …) stands together by its channel. Without a key nothing was seen. */
export function placeName({ key, label, channel }: Named, by: string): string {
  if (key === null) return w.nowhere
  if (label !== null) return label
  if (channel === null) return key
  return by === 'channel' ? w.channels[channel] : w.unnamed(w.channels[channel])
}

/** A place as an address names it, before its own name is known. */
export const placeOf = (of: string): Named => ({
  key: of === '' ? null : of,
  label: null,
  channel: channels.find((channel) => of === `in ${channel}`) ?? null,
})
