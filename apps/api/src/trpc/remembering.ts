import type { SignInResult } from '@throughline/core/sign-in'
import type { SignInOutput } from '../contract/index.ts'
import type { z } from 'zod'
import type { ApiContext } from './context.ts'

/** Puts the session of somebody just proved into the cookie, and that they were here into another; they go nowhere else. */
export async function remembering(
  ctx: Pick<ApiContext, 'remember' | 'rememberBrowser' | 'browser' | 'services'>,
  signing: Promise<SignInResult>,
): Promise<z.infer<typeof SignInOutput>> {
  const result = await signing
  if (result.status === 'signed_in') {
    ctx.rememberBrowser(await ctx.services.signIn.rememberBrowser(result.userId, ctx.browser))
    ctx.remember(result)
  }
  return { status: result.status }
}
