import {
  ArchiveSegmentInput,
  Done,
  SavedSegment,
  SaveSegmentInput,
  Segment,
  SegmentInput,
  SegmentPreview,
  SegmentPreviewInput,
  Segments,
} from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/** People who belong together by what they do: who is in which segment, and the rules that say so. */
export const segments = router({
  list: inTenant.output(Segments).query(({ ctx }) => ctx.services.segments.list(ctx.actor, ctx.tenantId)),
  one: inTenant
    .input(SegmentInput)
    .output(Segment)
    .query(({ ctx, input }) => ctx.services.segments.one(ctx.actor, ctx.tenantId, input.id)),
  preview: inTenant
    .input(SegmentPreviewInput)
    .output(SegmentPreview)
    .query(({ ctx, input }) => ctx.services.segments.preview(ctx.actor, ctx.tenantId, input)),
  save: inTenant
    .input(SaveSegmentInput)
    .output(SavedSegment)
    .mutation(({ ctx, input }) => ctx.services.segments.save(ctx.actor, ctx.tenantId, input)),
  reset: inTenant
    .input(SegmentInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.segments.reset(ctx.actor, ctx.tenantId, input.id)
      return done
    }),
  archive: inTenant
    .input(ArchiveSegmentInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.segments.archive(ctx.actor, ctx.tenantId, input)
      return done
    }),
})
