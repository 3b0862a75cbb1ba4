import { z } from 'zod'
import {
  ChangePasswordInput,
  Done,
  ForgotInput,
  ResetInput,
  SignInInput,
  SignInOutput,
  TotpBegun,
  WhoAmI,
} from '../contract/index.ts'
import { anyone, notYet, person, router } from '../trpc/builder.ts'

/** Signing in and out, and what belongs to one's own account. */
export const session = router({
  whoAmI: person.output(WhoAmI).query(() => notYet()),
  signIn: anyone
    .input(SignInInput)
    .output(SignInOutput)
    .mutation(() => notYet()),
  signOut: anyone.output(Done).mutation(() => notYet()),
  signOutEverywhere: person.output(Done).mutation(() => notYet()),
  forgot: anyone
    .input(ForgotInput)
    .output(Done)
    .mutation(() => notYet()),
  reset: anyone
    .input(ResetInput)
    .output(Done)
    .mutation(() => notYet()),
  changePassword: person
    .input(ChangePasswordInput)
    .output(Done)
    .mutation(() => notYet()),
  totpBegin: person.output(TotpBegun).mutation(() => notYet()),
  totpConfirm: person
    .input(z.object({ code: z.string().max(12) }))
    .output(Done)
    .mutation(() => notYet()),
  totpRemove: person
    .input(z.object({ password: z.string().max(1024) }))
    .output(Done)
    .mutation(() => notYet()),
})
