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
