import type { Mail } from '../mail/index.ts'

/** Carries the invitation's link. Names what it invites to and nothing else that exists. */
export function invitationMail(to: string, invitedTo: string, by: string, link: string): Mail {
  return {
    to,
    subject: `Your invitation to ${invitedTo}`,
    text: `${by} invites you to ${invitedTo} on Throughline.

Accept within 72 hours:
${link}

The link is for ${to} and works once.
`,
  }
}
