import { z } from 'zod'
import {
  Done,
  EventImport,
  EventImportCard,
  ImportMappingInput,
  ImportStepInput,
  OneImport,
  PreviewRow,
  RefusedInput,
  RefusedRows,
} from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/** Files of past events. The file itself comes by `POST /upload/:tenant/events`. */
export const eventImports = router({
  list: inTenant
    .output(z.array(EventImportCard))
    .query(({ ctx }) => ctx.services.eventImports.list(ctx.actor, ctx.tenantId)),
  read: inTenant
    .input(OneImport)
    .output(EventImport)
    .query(({ ctx, input }) => ctx.services.eventImports.read(ctx.actor, ctx.tenantId, input.importId)),
  preview: inTenant
    .input(OneImport)
    .output(z.array(PreviewRow))
    .query(({ ctx, input }) => ctx.services.eventImports.preview(ctx.actor, ctx.tenantId, input.importId)),
  map: inTenant
    .input(ImportMappingInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.eventImports.map(ctx.actor, ctx.tenantId, input.importId, input.mapping)
      return done
    }),
  start: inTenant
    .input(ImportStepInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.eventImports.start(ctx.actor, ctx.tenantId, input.importId, input.step)
      return done
    }),
  stop: inTenant
    .input(OneImport)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.eventImports.stop(ctx.actor, ctx.tenantId, input.importId)
      return done
    }),
  remove: inTenant
    .input(OneImport)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.eventImports.remove(ctx.actor, ctx.tenantId, input.importId)
      return done
    }),
  refused: inTenant
    .input(RefusedInput)
    .output(RefusedRows)
    .query(({ ctx, input }) => ctx.services.eventImports.refused(ctx.actor, ctx.tenantId, input.importId, input)),
})
