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
import { anyone, done, person, router } from '../trpc/builder.ts'
import { remembering } from '../trpc/remembering.ts'

/** Signing in and out, and what belongs to one's own account. */
export const session = router({
  whoAmI: person.output(WhoAmI).query(({ ctx }) => ctx.services.tenants.whoAmI(ctx.actor)),
  signIn: anyone
    .input(SignInInput)
    .output(SignInOutput)
    .mutation(({ ctx, input }) => remembering(ctx, ctx.services.signIn.signIn({ ...input, address: ctx.address }))),
  signOut: anyone.output(Done).mutation(async ({ ctx }) => {
    ctx.forget()
    if (ctx.token !== undefined) await ctx.services.signIn.signOut(ctx.token)
    return done
  }),
  signOutEverywhere: person.output(Done).mutation(async ({ ctx }) => {
    ctx.forget()
    await ctx.services.signIn.signOutEverywhere(ctx.actor)
    return done
  }),
  forgot: anyone
    .input(ForgotInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.signIn.forgot({ ...input, address: ctx.address })
      return done
    }),
  reset: anyone
    .input(ResetInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.signIn.reset(input)
      return done
    }),
  changePassword: person
    .input(ChangePasswordInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.signIn.changePassword(ctx.actor, ctx.token, { ...input, address: ctx.address })
      return done
    }),
  totpBegin: person.output(TotpBegun).mutation(({ ctx }) => ctx.services.signIn.totpBegin(ctx.actor)),
  totpConfirm: person
    .input(z.object({ code: z.string().max(12) }))
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.signIn.totpConfirm(ctx.actor, input)
      return done
    }),
  totpRemove: person
    .input(z.object({ password: z.string().max(1024) }))
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.signIn.totpRemove(ctx.actor, { ...input, address: ctx.address })
      return done
    }),
})
