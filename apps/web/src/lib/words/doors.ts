/** The pages before one is signed in. */
export const signIn = {
  page: 'Sign in',
  title: 'Sign in',
  email: 'Email',
  password: 'Password',
  submit: 'Sign in',
  forgot: 'Forgot your password?',
  wrong:
    'That email and password do not belong together, or there were too many attempts. Check them, wait a quarter of an hour, or choose a new password by mail.',
  codeTitle: 'One more step',
  codeBody: 'Your password is right. This account asks for a second proof that it is you.',
  code: 'Code',
  appCode: 'Code from your authenticator app',
  wrongCode: 'That code is not right, or it has passed. Type the one shown now.',
  recoveryCode: 'Recovery code',
  recoveryHelp: 'Sixteen characters from the list you kept. Each works once.',
  useRecovery: 'Use a recovery code instead',
  useCode: 'Use the authenticator app instead',
  wrongRecovery: 'That recovery code is not right, or it was used before.',
  codeSubmit: 'Continue',
  restart: 'Start over',
  signedOut: 'You are signed out.',
  passwordChanged: 'Your password is changed. Sign in with the new one.',
}

export const forgot = {
  page: 'Reset your password',
  title: 'Reset your password',
  body: 'Type your address. If it belongs to someone here, a link arrives within a minute and holds for an hour.',
  submit: 'Send the link',
  sentTitle: 'Look into your inbox',
  sentBody: (email: string) =>
    `If ${email} belongs to someone here, a link is on its way. It holds for one hour and works once.`,
  back: 'Back to sign in',
}

export const reset = {
  page: 'New password',
  title: 'Choose a new password',
  body: 'Everyone signed in as you, on any device, is signed out.',
  password: 'New password',
  help: 'At least 12 characters. A few words in a row are easy to remember and hard to guess.',
  submit: 'Set the password',
  gone: 'This link has been used, or an hour has passed. Ask for a new one.',
  again: 'Ask for a new link',
}

export const invitation = {
  page: 'Invitation',
  title: (to: string) => `You are invited to ${to}`,
  body: (email: string, role: string) => `For ${email}, as ${role}.`,
  name: 'Your name',
  newPassword: 'Choose a password',
  ownPassword: 'Your password',
  hasAccount: 'You already have an account with this address. Your password confirms that it is you.',
  submit: 'Accept',
  gone: 'This invitation has been used or taken back, or three days have passed.',
  goneBody: 'Ask whoever invited you for a new one. If you have accepted it before, sign in.',
  wrongPassword: 'That is not the password of this account.',
  needsCode: 'This account also asks for a code: its authenticator app’s, or a recovery code.',
}

export const firstOwner = {
  page: 'First owner',
  title: 'Set up your agency',
  body: 'You are the first here. You become the owner, and invite everyone else.',
  agency: 'Name of the agency',
  submit: 'Begin',
  gone: 'This link does not work any more',
  goneBody: 'It works once. If the agency is set up already, sign in or ask its owner for an invitation.',
}
