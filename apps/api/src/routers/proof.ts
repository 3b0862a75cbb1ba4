import { z } from 'zod'
import {
  Changes,
  ChangesInput,
  Moment,
  MomentsInput,
  Page,
  Proof,
  ProofInput,
  ProofRow,
  ProofRowsInput,
} from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** What stands behind a number. */
export const proof = router({
  read: inTenant
    .input(ProofInput)
    .output(Proof)
    .query(({ ctx, input }) => ctx.services.figures.proof(ctx.actor, ctx.tenantId, input)),
  rows: inTenant
    .input(ProofRowsInput)
    .output(Page(ProofRow))
    .query(({ ctx, input }) => ctx.services.figures.proofRows(ctx.actor, ctx.tenantId, input)),
  moments: inTenant
    .input(MomentsInput)
    .output(z.array(Moment))
    .query(({ ctx, input }) => ctx.services.figures.moments(ctx.actor, ctx.tenantId, input)),
  changes: inTenant
    .input(ChangesInput)
    .output(Changes)
    .query(({ ctx, input }) => ctx.services.figures.changes(ctx.actor, ctx.tenantId, input)),
})
