import {
  AttributionSetting,
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
  RulesPreview,
  SourceRecord,
} from '../contract/index.ts'
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
})
