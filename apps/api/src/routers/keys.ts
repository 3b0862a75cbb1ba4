import {
  CreateKeyInput,
  Done,
  Keys,
  RenameKeyInput,
  RevokeKeyInput,
  RotateKeyInput,
  ToldKey,
} from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'
import { operations } from '../v1/operations.ts'

/** What some operation needs: a scope that opens nothing is not offered. */
const ofUse = new Set(operations.map(({ scope }) => scope))

/** Keys that a client's own systems and pages call `/v1` with. */
export const keys = router({
  list: inTenant.output(Keys).query(async ({ ctx }) => {
    const { keys, mayGive } = await ctx.services.apiKeys.list(ctx.actor, ctx.tenantId)
    return { keys, mayGive: mayGive.filter((scope) => ofUse.has(scope)) }
  }),
  create: inTenant
    .input(CreateKeyInput)
    .output(ToldKey)
    .mutation(({ ctx, input }) => ctx.services.apiKeys.create(ctx.actor, ctx.tenantId, input)),
  rotate: inTenant
    .input(RotateKeyInput)
    .output(ToldKey)
    .mutation(({ ctx, input }) => ctx.services.apiKeys.rotate(ctx.actor, ctx.tenantId, input)),
  rename: inTenant
    .input(RenameKeyInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.apiKeys.rename(ctx.actor, ctx.tenantId, input)
      return done
    }),
  revoke: inTenant
    .input(RevokeKeyInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.apiKeys.revoke(ctx.actor, ctx.tenantId, input.keyId)
      return done
    }),
})
