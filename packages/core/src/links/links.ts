import type { Day } from '@throughline/canonical'
import type { AnyConnector, LinkRules } from '@throughline/connector-kit'
import type { Actor, Door } from '@throughline/db'
import type { BuildRequest, BuiltLink } from './build-link.ts'
import type { ChannelRule, ChannelSaid } from './channel-rules.ts'
import type { ClickBookDeps } from './click-book.ts'
import type { Asked } from './is-machine.ts'
import type { LinkTemplate } from './link-settings.store.ts'
import type { LintProblem } from './lint-link.ts'
import type { OrphanCode, TaglessSpend } from './lint-live.ts'
import type { Naming } from './naming.ts'
import type { Signals } from './signals.ts'
import type { NewTrackedLink } from './tracked-link.ts'
import type { TrackedLinkRow } from './tracked-links.store.ts'

export interface LinksDeps extends Pick<ClickBookDeps, 'later' | 'report'> {
  readonly door: Door
  readonly now: () => Date
  readonly connectors: Readonly<Record<string, Pick<AnyConnector, 'name' | 'links'>>>
}

interface LinkSettings {
  rules: readonly ChannelRule[]
  /** False: they are those that everybody begins with. */
  ownRules: boolean
  naming: Naming
  templates: LinkTemplate[]
  /** Providers whose own pages people convert on, with what a link to them may carry. */
  forms: (LinkRules & { name: string })[]
  /** The tenant's own day, as patterns write it. */
  today: string
}

/** What became of a link that was tried: the rule that says its channel, and what was compared. */
interface TriedLink extends ChannelSaid {
  signals: Signals
}

/** A tenant's links: how they are named, built and judged, and the short ones that we serve ourselves. */
export interface Links {
  settings(actor: Actor, tenantId: string): Promise<LinkSettings>
  /** @param rules null: back to those that everybody begins with. @throws Invalid */
  saveRules(actor: Actor, tenantId: string, rules: unknown): Promise<void>
  /** @throws Invalid, also for rules that contradict each other */
  saveNaming(actor: Actor, tenantId: string, naming: unknown): Promise<void>
  saveTemplate(actor: Actor, tenantId: string, template: unknown): Promise<void>
  removeTemplate(actor: Actor, tenantId: string, templateId: string): Promise<void>
  /** @param rules as they stand on the page, not yet saved; those that hold where left out */
  tryLink(
    actor: Actor,
    tenantId: string,
    tried: { url: string; referrer?: string; rules?: unknown },
  ): Promise<TriedLink>
  /** Builds a link, judges it and says its channel. Writes nothing. */
  build(
    actor: Actor,
    tenantId: string,
    request: BuildRequest,
  ): Promise<{ built: BuiltLink; lint: LintProblem[]; said: ChannelSaid | null }>
  lint(actor: Actor, tenantId: string, urls: readonly string[]): Promise<{ problems: LintProblem[] }[]>
  /** What was paid for without good tags, and codes on gifts that nothing carries, in these days. */
  lintLive(
    actor: Actor,
    tenantId: string,
    range: { from: Day; to: Day },
  ): Promise<{ spend: TaglessSpend[]; codes: OrphanCode[]; delivered: number; seen: number; whole: boolean }>
  list(actor: Actor, tenantId: string): Promise<TrackedLinkRow[]>
  /** @throws Invalid naming the field; Conflict for a code that is taken */
  create(actor: Actor, tenantId: string, link: NewTrackedLink): Promise<{ linkId: string; code: string }>
  archive(actor: Actor, tenantId: string, linkId: string, archived: boolean): Promise<void>
  /** Where a short link leads, for whoever asks; counts the click where a person did. Undefined: nowhere. */
  follow(asked: Asked & { code: string; search: string }): Promise<string | undefined>
}
