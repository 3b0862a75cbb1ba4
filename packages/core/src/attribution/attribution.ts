import type { Actor } from '@throughline/db'
import type { CreditBy } from './compare/group-places.ts'
import type { Window } from './models/index.ts'
import type { ReturnsInput, ReturnsView } from './returns/returns-view.ts'
import type { TopicRule } from './returns/topics.ts'
import type { TextsInput, TextsView } from './texts/texts-view.ts'
import type {
  JourneysInput,
  JourneysView,
  JourneyView,
  ModelComparison,
  PathsView,
  RulesPreview,
  SettingView,
  SourceRecordView,
  ViewFilter,
} from './views/views.ts'

/** What led to gifts, by every model. Every method asks the actor's role; another tenant is NotFound. */
export interface Attribution {
  compare(actor: Actor, tenantId: string, input: ViewFilter & { by: CreditBy }): Promise<ModelComparison>
  paths(actor: Actor, tenantId: string, input: ViewFilter): Promise<PathsView>
  journeys(actor: Actor, tenantId: string, input: JourneysInput): Promise<JourneysView>
  journey(
    actor: Actor,
    tenantId: string,
    input: { journeyNo: number; window?: Window | undefined },
  ): Promise<JourneyView>
  /** The versions of a fact that a journey is made of, and the rows that say so. */
  record(
    actor: Actor,
    tenantId: string,
    input: { kind: string; source: string; key: string },
  ): Promise<SourceRecordView>
  setting(actor: Actor, tenantId: string): Promise<SettingView>
  /** What was spent and what is credited for it, by the client's own model, against the period before. */
  returns(actor: Actor, tenantId: string, input: ReturnsInput): Promise<ReturnsView>
  /** What became of texts, person by person. */
  texts(actor: Actor, tenantId: string, input: TextsInput): Promise<TextsView>
  /** What creatives are about. */
  topics(actor: Actor, tenantId: string): Promise<TopicsView>
  changeTopics(actor: Actor, tenantId: string, input: { rules: readonly TopicRule[] }): Promise<{ topics: number }>
  /** What rules of one's own would credit, tried on the last 30 days. */
  preview(actor: Actor, tenantId: string, input: { rules: string; window?: Window | undefined }): Promise<RulesPreview>
  /** Credit is kept by this model and window from now on. */
  choose(
    actor: Actor,
    tenantId: string,
    input: { model: string; halfLifeDays?: number | undefined; window: Window },
  ): Promise<SettingView>
}

/** Rules by which creatives have topics, and whether they are the client's own. */
export interface TopicsView {
  rules: readonly TopicRule[]
  own: boolean
  mayChange: boolean
}
