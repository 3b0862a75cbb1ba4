import type { Component } from 'svelte'
import CalendarDays from '@lucide/svelte/icons/calendar-days'
import ContactRound from '@lucide/svelte/icons/contact-round'
import Eye from '@lucide/svelte/icons/eye'
import FileText from '@lucide/svelte/icons/file-text'
import Globe from '@lucide/svelte/icons/globe'
import Mail from '@lucide/svelte/icons/mail'
import MailOpen from '@lucide/svelte/icons/mail-open'
import MessageSquare from '@lucide/svelte/icons/message-square'
import MessageSquareReply from '@lucide/svelte/icons/message-square-reply'
import MousePointerClick from '@lucide/svelte/icons/mouse-pointer-click'
import Phone from '@lucide/svelte/icons/phone'
import Send from '@lucide/svelte/icons/send'

const icons: Record<string, Component> = {
  impression: Eye,
  click: MousePointerClick,
  visit: Globe,
  text_sent: Send,
  text_delivered: MessageSquare,
  text_clicked: MousePointerClick,
  text_replied: MessageSquareReply,
  call: Phone,
  email_sent: Mail,
  email_opened: MailOpen,
  email_clicked: MousePointerClick,
  form_opened: FileText,
  form_submitted: FileText,
  campaign_member: ContactRound,
  campaign_responded: ContactRound,
  meeting: CalendarDays,
}

/** What a touch is drawn as, by its canonical type. */
export const touchIcon = (type: string): Component => icons[type] ?? ContactRound
