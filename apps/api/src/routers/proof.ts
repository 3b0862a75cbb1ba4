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
import { inTenant, notYet, router } from '../trpc/builder.ts'

/** What stands behind a number. */
export const proof = router({
  read: inTenant
    .input(ProofInput)
    .output(Proof)
    .query(() => notYet()),
  rows: inTenant
    .input(ProofRowsInput)
    .output(Page(ProofRow))
    .query(() => notYet()),
  moments: inTenant
    .input(MomentsInput)
    .output(z.array(Moment))
    .query(() => notYet()),
  changes: inTenant
    .input(ChangesInput)
    .output(Changes)
    .query(() => notYet()),
})
