import { modelNames } from '@throughline/core/attribution'
import { dimensions, dimensionWords } from '@throughline/core/metrics'
import {
  Answer,
  Cohorts,
  CohortsInput,
  Dictionary,
  Funnel,
  FunnelInput,
  InTenant,
  People,
  PeopleInput,
  QuestionInput,
} from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** Any metric by anything it is kept by, and what each means. */
export const metrics = router({
  query: inTenant
    .input(QuestionInput)
    .output(Answer)
    .query(({ ctx, input: { tenant: _, ...question } }) =>
      ctx.services.figures.query(ctx.actor, ctx.tenantId, question),
    ),
  funnel: inTenant
    .input(FunnelInput)
    .output(Funnel)
    .query(({ ctx, input: { tenant: _, ...asked } }) => ctx.services.figures.funnel(ctx.actor, ctx.tenantId, asked)),
  people: inTenant
    .input(PeopleInput)
    .output(People)
    .query(({ ctx, input: { tenant: _, ...asked } }) => ctx.services.figures.people(ctx.actor, ctx.tenantId, asked)),
  cohorts: inTenant
    .input(CohortsInput)
    .output(Cohorts)
    .query(({ ctx, input: { tenant: _, ...asked } }) => ctx.services.figures.cohorts(ctx.actor, ctx.tenantId, asked)),
  dictionary: inTenant
    .input(InTenant)
    .output(Dictionary)
    .query(async ({ ctx }) => ({
      metrics: await ctx.services.figures.dictionary(ctx.actor, ctx.tenantId),
      dimensions: dimensions.map((id) => ({ id, ...dimensionWords[id] })),
      models: [...modelNames],
    })),
})
