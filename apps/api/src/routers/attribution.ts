import {
  AttributionSetting,
  ChangedTopics,
  ChangeTopicsInput,
  ChooseInput,
  CompareInput,
  InTenant,
  Journey,
  JourneyInput,
  JourneysInput,
  JourneysPage,
  ModelComparison,
  Paths,
  PathsInput,
  PreviewInput,
  RecordInput,
  Returns,
  ReturnsInput,
  RulesPreview,
  SourceRecord,
  Texts,
  TextsInput,
  Topics,
} from '../contract/index.ts'
import type { TopicsView } from '@throughline/core/attribution'
import { inTenant, router } from '../trpc/builder.ts'

/** What led to one client's gifts, by every model. */
export const attribution = router({
  compare: inTenant
    .input(CompareInput)
    .output(ModelComparison)
    .query(({ ctx, input }) => ctx.services.attribution.compare(ctx.actor, ctx.tenantId, input)),
  paths: inTenant
    .input(PathsInput)
    .output(Paths)
    .query(({ ctx, input }) => ctx.services.attribution.paths(ctx.actor, ctx.tenantId, input)),
  journeys: inTenant
    .input(JourneysInput)
    .output(JourneysPage)
    .query(({ ctx, input }) => ctx.services.attribution.journeys(ctx.actor, ctx.tenantId, input)),
  journey: inTenant
    .input(JourneyInput)
    .output(Journey)
    .query(({ ctx, input }) => ctx.services.attribution.journey(ctx.actor, ctx.tenantId, input)),
  record: inTenant
    .input(RecordInput)
    .output(SourceRecord)
    .query(({ ctx, input }) => ctx.services.attribution.record(ctx.actor, ctx.tenantId, input)),
  setting: inTenant
    .input(InTenant)
    .output(AttributionSetting)
    .query(({ ctx }) => ctx.services.attribution.setting(ctx.actor, ctx.tenantId)),
  preview: inTenant
    .input(PreviewInput)
    .output(RulesPreview)
    .mutation(({ ctx, input }) => ctx.services.attribution.preview(ctx.actor, ctx.tenantId, input)),
  choose: inTenant
    .input(ChooseInput)
    .output(AttributionSetting)
    .mutation(({ ctx, input }) => ctx.services.attribution.choose(ctx.actor, ctx.tenantId, input)),
  returns: inTenant
    .input(ReturnsInput)
    .output(Returns)
    .query(({ ctx, input }) => ctx.services.attribution.returns(ctx.actor, ctx.tenantId, input)),
  texts: inTenant
    .input(TextsInput)
    .output(Texts)
    .query(({ ctx, input }) => ctx.services.attribution.texts(ctx.actor, ctx.tenantId, input)),
  topics: inTenant
    .input(InTenant)
    .output(Topics)
    .query(async ({ ctx }) => shown(await ctx.services.attribution.topics(ctx.actor, ctx.tenantId))),
  changeTopics: inTenant
    .input(ChangeTopicsInput)
    .output(ChangedTopics)
    .mutation(({ ctx, input }) => ctx.services.attribution.changeTopics(ctx.actor, ctx.tenantId, input)),
})

/** Lists that nobody changes, as the contract has them. */
const shown = ({ rules, ...view }: TopicsView): Topics => ({
  ...view,
  rules: rules.map(({ topic, words }) => ({ topic, words: [...words] })),
})
