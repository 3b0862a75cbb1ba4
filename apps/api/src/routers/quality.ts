import { z } from 'zod'
import {
  QualityDay,
  QualityFreshness,
  QualityRangeInput,
  QualitySeries,
  QualityService,
  QualitySource,
} from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** How far what is here can be trusted. */
export const quality = router({
  sources: inTenant
    .input(QualityRangeInput)
    .output(z.array(QualitySource))
    .query(({ ctx, input: { from, to } }) => ctx.services.dataHealth.measures(ctx.actor, ctx.tenantId, { from, to })),
  freshness: inTenant
    .output(QualityFreshness)
    .query(({ ctx }) => ctx.services.dataHealth.freshness(ctx.actor, ctx.tenantId)),
  anomalies: inTenant
    .output(z.array(QualitySeries))
    .query(({ ctx }) => ctx.services.dataHealth.anomalies(ctx.actor, ctx.tenantId)),
  reconciliation: inTenant
    .input(QualityRangeInput)
    .output(z.array(QualityDay))
    .query(({ ctx, input: { from, to } }) =>
      ctx.services.dataHealth.reconciliation(ctx.actor, ctx.tenantId, { from, to }),
    ),
  service: inTenant
    .input(QualityRangeInput)
    .output(QualityService)
    .query(({ ctx, input: { from, to } }) => ctx.services.dataHealth.service(ctx.actor, ctx.tenantId, { from, to })),
})
