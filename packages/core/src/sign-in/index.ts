export { createSignIn } from './create-sign-in.ts'
export { grantsChannel } from './sessions.store.ts'
export type { Authenticated, Credentials, SignedIn, SignIn, SignInDeps, SignInResult } from './sign-in.ts'
export { totpCode } from './totp.ts'
