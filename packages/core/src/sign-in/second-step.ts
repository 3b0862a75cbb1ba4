import { Invalid, Unauthenticated } from '@throughline/canonical'
import type { Actor } from '@throughline/db'
import type { Secrets } from '../secrets/index.ts'
import { codesRenewedMail, secondStepOffMail, secondStepOnMail } from './mails.ts'
import { totpContext } from './prove.ts'
import { codesLeft, renewCodes, turnOff, turnOn, type SecondStepDeps } from './second-step.store.ts'
import { personOf } from './sessions.store.ts'
import type { SignIn } from './sign-in.ts'
import { changeAccount, readAccount, type Account } from './store.ts'
import { acceptedStep, newTotpSecret, totpInvitation } from './totp.ts'

interface Deps extends SecondStepDeps {
  secrets: Secrets
  /** The signed-in person's own password again. @throws Invalid naming the field */
  proveOwn: (userId: string, password: string, field: string) => Promise<Account>
  /** Sends what waits once the answer has left. */
  send: () => void
}

type SecondStep = Pick<SignIn, 'secondStep' | 'totpBegin' | 'totpConfirm' | 'totpRemove' | 'renewRecoveryCodes'>

/** A person's second step at sign-in: an authenticator, and recovery codes for when it is lost. */
export function createSecondStep(deps: Deps): SecondStep {
  const { door, secrets, now, proveOwn, send } = deps
  const accountOf = async (actor: Actor): Promise<Account> => {
    const account = await readAccount(door, personOf(actor))
    if (!account) throw new Unauthenticated('Sign in first.')
    return account
  }
  return {
    async secondStep(actor) {
      const { userId, totpConfirmedAt } = await accountOf(actor)
      return { on: totpConfirmedAt !== null, codesLeft: await codesLeft(door, userId) }
    },
    async totpBegin(actor) {
      const { userId, email, totpConfirmedAt } = await accountOf(actor)
      if (totpConfirmedAt !== null)
        throw new Invalid('Codes are asked for already. Remove the old authenticator first.')
      const secret = newTotpSecret()
      const set = { totpSecret: secrets.seal(secret, totpContext(userId)), totpLastStep: null }
      await changeAccount(door, userId, { at: now(), action: 'totp.begun', set })
      return totpInvitation(secret, email)
    },
    async totpConfirm(actor, { code }) {
      const account = await accountOf(actor)
      const { userId, email, totpSecret } = account
      if (!totpSecret || account.totpConfirmedAt !== null) throw new Invalid('Begin again.', 'code')
      const secret = secrets.open(totpSecret, totpContext(userId))
      const step = acceptedStep(secret, code, now(), account.totpLastStep)
      if (step === undefined) throw new Invalid('This code is wrong, or its half minute is over.', 'code')
      const codes = await turnOn(deps, account, step, secondStepOnMail(email))
      if (!codes) throw new Invalid('Begin again.', 'code')
      send()
      return { codes }
    },
    async totpRemove(actor, { password }) {
      const { userId, email } = await proveOwn(personOf(actor), password, 'password')
      await turnOff(deps, userId, secondStepOffMail(email))
      send()
    },
    async renewRecoveryCodes(actor, { password }) {
      const { userId, email } = await proveOwn(personOf(actor), password, 'password')
      const codes = await renewCodes(deps, userId, codesRenewedMail(email))
      if (!codes) throw new Invalid('The second step is off: set it up first.')
      send()
      return { codes }
    },
  }
}
