import {
  ChangePasswordInput,
  Done,
  ForgotInput,
  OwnPasswordInput,
  RecoveryCodes,
  ResetInput,
  SecondStep,
  SignInInput,
  SignInOutput,
  TotpBegun,
  TotpConfirmInput,
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
    .mutation(({ ctx, input }) =>
      remembering(ctx, ctx.services.signIn.signIn({ ...input, address: ctx.address, browser: ctx.browser })),
    ),
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
      await ctx.services.signIn.forgot({ ...input, address: ctx.address, browser: ctx.browser })
      return done
    }),
  reset: anyone
    .input(ResetInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      const { userId } = await ctx.services.signIn.reset(input)
      // The link came to the person's own address: this browser is theirs, and strangers' tries do not keep it out.
      ctx.rememberBrowser(await ctx.services.signIn.rememberBrowser(userId, ctx.browser))
      return done
    }),
  changePassword: person
    .input(ChangePasswordInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.signIn.changePassword(ctx.actor, ctx.token, input)
      return done
    }),
  secondStep: person.output(SecondStep).query(({ ctx }) => ctx.services.signIn.secondStep(ctx.actor)),
  totpBegin: person.output(TotpBegun).mutation(({ ctx }) => ctx.services.signIn.totpBegin(ctx.actor)),
  totpConfirm: person
    .input(TotpConfirmInput)
    .output(RecoveryCodes)
    .mutation(({ ctx, input }) => ctx.services.signIn.totpConfirm(ctx.actor, input)),
  totpRemove: person
    .input(OwnPasswordInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.signIn.totpRemove(ctx.actor, input)
      return done
    }),
  renewRecoveryCodes: person
    .input(OwnPasswordInput)
    .output(RecoveryCodes)
    .mutation(({ ctx, input }) => ctx.services.signIn.renewRecoveryCodes(ctx.actor, input)),
})
