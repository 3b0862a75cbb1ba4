import type { Component } from 'svelte'
import Bell from '@lucide/svelte/icons/bell'
import Activity from '@lucide/svelte/icons/activity'
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column'
import Cable from '@lucide/svelte/icons/cable'
import Building2 from '@lucide/svelte/icons/building-2'
import KeyRound from '@lucide/svelte/icons/key-round'
import HeartPulse from '@lucide/svelte/icons/heart-pulse'
import Images from '@lucide/svelte/icons/images'
import MessageSquare from '@lucide/svelte/icons/message-square'
import Link from '@lucide/svelte/icons/link'
import Layers from '@lucide/svelte/icons/layers'
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard'
import Handshake from '@lucide/svelte/icons/handshake'
import Hash from '@lucide/svelte/icons/hash'
import Inbox from '@lucide/svelte/icons/inbox'
import Plug from '@lucide/svelte/icons/plug'
import Route from '@lucide/svelte/icons/route'
import Shapes from '@lucide/svelte/icons/shapes'
import Spline from '@lucide/svelte/icons/spline'
import Repeat from '@lucide/svelte/icons/repeat'
import ScrollText from '@lucide/svelte/icons/scroll-text'
import Settings from '@lucide/svelte/icons/settings'
import Target from '@lucide/svelte/icons/target'
import UserSearch from '@lucide/svelte/icons/user-search'
import Users from '@lucide/svelte/icons/users'
import Zap from '@lucide/svelte/icons/zap'
import type { Tenant } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

export interface Place {
  id: string
  label: string
  href: string
  icon: Component
  /** The letter after `g`, or the digit: there are more places than letters. */
  key: string
  /** Places of one group stand together. */
  group: 'agency' | (typeof sections)[number]['group']
}

/** In order: what the figures are, what led to them and who, what they are told by, what is done, and whose all of it is. */
const sections = [
  {
    id: 'overview',
    group: 'figures',
    needs: 'overview.read',
    label: words.nav.overview,
    icon: LayoutDashboard,
    key: 'o',
  },
  {
    id: 'explore',
    group: 'figures',
    needs: 'overview.read',
    label: words.nav.explore,
    icon: ChartNoAxesColumn,
    key: 'q',
  },
  { id: 'goals', group: 'figures', needs: 'goals.read', label: words.nav.goals, icon: Target, key: 't' },
  { id: 'attribution', group: 'credit', needs: 'overview.read', label: words.nav.attribution, icon: Spline, key: 'b' },
  { id: 'journeys', group: 'credit', needs: 'overview.read', label: words.nav.journeys, icon: Route, key: 'j' },
  { id: 'creatives', group: 'credit', needs: 'overview.read', label: words.nav.creatives, icon: Images, key: '1' },
  { id: 'texts', group: 'credit', needs: 'overview.read', label: words.nav.texts, icon: MessageSquare, key: 'z' },
  { id: 'pipeline', group: 'credit', needs: 'overview.read', label: words.nav.pipeline, icon: Handshake, key: 'f' },
  { id: 'recurring', group: 'credit', needs: 'overview.read', label: words.nav.recurring, icon: Repeat, key: 'r' },
  { id: 'segments', group: 'credit', needs: 'segments.read', label: words.nav.segments, icon: Shapes, key: 'i' },
  { id: 'people', group: 'credit', needs: 'contacts.find', label: words.nav.people, icon: UserSearch, key: 'e' },
  { id: 'connections', group: 'data', needs: 'connections.read', label: words.nav.connections, icon: Plug, key: 'c' },
  { id: 'events', group: 'data', needs: 'events.read', label: words.nav.events, icon: Inbox, key: 'v' },
  { id: 'codes', group: 'data', needs: 'matching.read', label: words.nav.codes, icon: Hash, key: 'd' },
  { id: 'links', group: 'data', needs: 'links.read', label: words.nav.links, icon: Link, key: 'l' },
  { id: 'health', group: 'data', needs: 'connections.read', label: words.nav.dataHealth, icon: HeartPulse, key: 'h' },
  { id: 'alerts', group: 'data', needs: 'alerts.read', label: words.nav.alerts, icon: Bell, key: 'g' },
  { id: 'actions', group: 'doing', needs: 'actions.read', label: words.nav.actions, icon: Zap, key: 'x' },
  { id: 'work', group: 'doing', needs: 'jobs.read', label: words.nav.work, icon: Activity, key: 'w' },
  { id: 'members', group: 'client', needs: 'members.read', label: words.nav.members, icon: Users, key: 'm' },
  { id: 'keys', group: 'client', needs: 'keys.read', label: words.nav.apiKeys, icon: KeyRound, key: 'k' },
  { id: 'audit', group: 'client', needs: 'audit.read', label: words.nav.audit, icon: ScrollText, key: 'a' },
  { id: 'settings', group: 'client', needs: 'settings.write', label: words.nav.settings, icon: Settings, key: 's' },
] as const

/** A tenant's sections that this person can use, in order: nothing is offered that would be refused. */
export function placesOf(tenant: Pick<Tenant, 'slug' | 'may'>): Place[] {
  return sections
    .filter((section) => tenant.may.includes(section.needs))
    .map(({ id, group, label, icon, key }) => ({ id, group, label, icon, key, href: `/t/${tenant.slug}/${id}` }))
}

/** Of all places together no two have the same id or letter (an account has `u`): the palette shows them side by side. */
const portfolioPlace: Place = {
  id: 'portfolio',
  group: 'agency',
  label: words.nav.portfolio,
  href: '/portfolio',
  icon: Layers,
  key: 'p',
}

const agencyPlace: Place = {
  id: 'agency',
  group: 'agency',
  label: words.nav.agency,
  href: '/agency',
  icon: Building2,
  key: 'y',
}

const sourcesPlace: Place = {
  id: 'sources',
  group: 'agency',
  label: words.nav.sources,
  href: '/connections',
  icon: Cable,
  key: 'n',
}

/** The agency's own pages: its people are for its owner and admins. */
export function agencyPlacesOf(agencies: readonly { role: string }[]): Place[] {
  const manages = agencies.some(({ role }) => role === 'owner' || role === 'admin')
  return manages ? [portfolioPlace, sourcesPlace, agencyPlace] : [portfolioPlace, sourcesPlace]
}
