import type { Mail } from '../mail/index.ts'

/** Carries the link to a new password. Names no client: the address may be read by others. */
export function resetMail(to: string, link: string): Mail {
  return {
    to,
    subject: 'Choose a new password',
    text: `Somebody, most likely you, asked for a new password for Throughline.

Choose one here within an hour:
${link}

The link works once. If it was not you, nothing has changed and there is nothing to do.
`,
  }
}

/** Tells the person that their password is another one now. */
export function changedMail(to: string): Mail {
  return {
    to,
    subject: 'Your password was changed',
    text: `Your password for Throughline was changed, and your other sessions were signed out.

If it was not you, ask for a new password on the sign-in page now.
`,
  }
}

const notYou = 'If it was not you, choose another password on the sign-in page now, then look at “Your account”.'

/** Tells the person that signing in asks for a code from now on. */
export function secondStepOnMail(to: string): Mail {
  return {
    to,
    subject: 'The second step at sign-in is on',
    text: `Signing in to Throughline as ${to} now asks for a code from your authenticator app.
Keep the ten recovery codes you were shown where you find them without your phone.

${notYou}
`,
  }
}

/** Tells the person that their password alone signs them in again. */
export function secondStepOffMail(to: string): Mail {
  return {
    to,
    subject: 'The second step at sign-in is off',
    text: `Signing in to Throughline as ${to} no longer asks for a code: the password alone opens the door.

${notYou}
`,
  }
}

/** Tells the person that earlier recovery codes do not work any more. */
export function codesRenewedMail(to: string): Mail {
  return {
    to,
    subject: 'Your recovery codes are new',
    text: `Ten new recovery codes for ${to} on Throughline were shown, and the earlier ones do not work any more.

${notYou}
`,
  }
}

/** Tells the person that somebody, most likely they, came in without the authenticator. */
export function codeUsedMail(to: string, left: number): Mail {
  const rest =
    left === 0
      ? 'It was the last one. Make new ones in “Your account” now.'
      : `${left} ${left === 1 ? 'code is' : 'codes are'} left. In “Your account” you can make new ones.`
  return {
    to,
    subject: 'A recovery code was used to sign in',
    text: `A recovery code was used in place of your authenticator’s code to sign in to Throughline as ${to}.
${rest}

${notYou}
`,
  }
}
