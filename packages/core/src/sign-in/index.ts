export type { Authenticated, Credentials, SignedIn, SignIn, SignInDeps, SignInResult } from './sign-in.ts'
