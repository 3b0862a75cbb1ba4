import { z } from 'zod'
import {
  CodeChoice,
  CodeChoicesInput,
  CodeRules,
  Codes,
  CodesInput,
  DecideCodeInput,
  DecidedCode,
  Done,
  MatchReport,
  Quality,
  QualityInput,
  SaveCodeRulesInput,
} from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/** Whose tracking codes are whose, and how well money is tied to what led to it. */
export const matching = router({
  codes: inTenant
    .input(CodesInput)
    .output(Codes)
    .query(({ ctx, input }) => ctx.services.matching.codes(ctx.actor, ctx.tenantId, input)),
  decide: inTenant
    .input(DecideCodeInput)
    .output(DecidedCode)
    .mutation(({ ctx, input }) => ctx.services.matching.decide(ctx.actor, ctx.tenantId, input)),
  choices: inTenant
    .input(CodeChoicesInput)
    .output(z.array(CodeChoice))
    .query(({ ctx, input }) => ctx.services.matching.choices(ctx.actor, ctx.tenantId, input.search)),
  rules: inTenant.output(CodeRules).query(async ({ ctx }) => {
    const { rules, ...read } = await ctx.services.matching.rules(ctx.actor, ctx.tenantId)
    return { ...read, rules: [...rules] }
  }),
  saveRules: inTenant
    .input(SaveCodeRulesInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.matching.saveRules(ctx.actor, ctx.tenantId, input.rules)
      return done
    }),
  quality: inTenant
    .input(QualityInput)
    .output(Quality)
    .query(({ ctx, input }) => ctx.services.matching.quality(ctx.actor, ctx.tenantId, input)),
  reports: inTenant
    .output(z.array(MatchReport))
    .query(({ ctx }) => ctx.services.matching.reports(ctx.actor, ctx.tenantId)),
})
