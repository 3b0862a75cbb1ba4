import type { Component } from 'svelte'
import CalendarDays from '@lucide/svelte/icons/calendar-days'
import ContactRound from '@lucide/svelte/icons/contact-round'
import CornerDownRight from '@lucide/svelte/icons/corner-down-right'
import Ellipsis from '@lucide/svelte/icons/ellipsis'
import Globe from '@lucide/svelte/icons/globe'
import Handshake from '@lucide/svelte/icons/handshake'
import Mail from '@lucide/svelte/icons/mail'
import Mailbox from '@lucide/svelte/icons/mailbox'
import Megaphone from '@lucide/svelte/icons/megaphone'
import MessageSquare from '@lucide/svelte/icons/message-square'
import Phone from '@lucide/svelte/icons/phone'
import Search from '@lucide/svelte/icons/search'
import Share2 from '@lucide/svelte/icons/share-2'
import type { ChannelId } from './channel-id.ts'

interface Look {
  /** A CSS colour, the same everywhere. */
  colour: string
  icon: Component
}

/** Eight colours are told apart by every eye; a channel beyond them is a deeper shade of the nearest of kind, with an icon of its own. */
const deeper = (token: string) => `color-mix(in oklab, var(${token}) 62%, var(--ink))`

const looks: Record<ChannelId, Look> = {
  ads: { colour: 'var(--ch-meta)', icon: Megaphone },
  sms: { colour: 'var(--ch-sms)', icon: MessageSquare },
  email: { colour: 'var(--ch-email)', icon: Mail },
  search: { colour: 'var(--ch-search)', icon: Search },
  direct: { colour: 'var(--ch-direct)', icon: CornerDownRight },
  crm: { colour: 'var(--ch-crm)', icon: ContactRound },
  partner: { colour: 'var(--ch-partner)', icon: Handshake },
  other: { colour: 'var(--ch-other)', icon: Ellipsis },
  social: { colour: deeper('--ch-meta'), icon: Share2 },
  call: { colour: deeper('--ch-sms'), icon: Phone },
  mail: { colour: deeper('--ch-email'), icon: Mailbox },
  web: { colour: deeper('--ch-crm'), icon: Globe },
  event: { colour: deeper('--ch-partner'), icon: CalendarDays },
}

const nowhere: Look = { colour: 'var(--ink-4)', icon: Ellipsis }

/** How a channel is shown; null is where nothing was seen. */
export const channelLook = (channel: ChannelId | null): Look => (channel === null ? nowhere : looks[channel])

/** A channel's colour, for what is drawn. */
export const channelColour = (channel: ChannelId | null): string => channelLook(channel).colour
