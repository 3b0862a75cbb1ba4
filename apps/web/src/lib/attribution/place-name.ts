import { words } from '#lib/words.ts'
import type { Channel } from './answers.ts'

const w = words.attribution

/** What a place of credit is called: its own name, its key, or its channel; without a key nothing was seen. */
export function placeName({
  key,
  label,
  channel,
}: {
  key: string | null
  label: string | null
  channel: Channel | null
}): string {
  if (key === null) return w.nowhere
  if (label !== null) return label
  return channel !== null && key === channel ? w.channels[channel] : key
}
