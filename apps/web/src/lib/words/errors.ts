/** Whole-page errors and parts that failed. */
export const errors = {
  notFound: 'There is no such page, or it is not yours to see',
  notFoundBody: 'Nothing was changed. If someone sent you this link, ask them to check what you have been given.',
  denied: 'This is not open to you',
  deniedBody: 'Nothing was changed. Whoever invited you can give you more.',
  busy: 'Too many attempts in a short time',
  busyBody: 'Nothing is lost. Wait a minute and try again.',
  unreachable: 'This could not be done just now. Nothing was changed.',
  unreachableBody: 'Your data is safe. Try again in a moment; if it stays so, pass on the reference below.',
  broken: 'Something went wrong here',
  home: 'Back to the start',
  partFailed: 'This part could not be read',
  partFailedBody: 'Nothing is lost, and no figure elsewhere depends on it.',
  partDenied: 'This part is not open to you',
  partDeniedBody: 'Whoever invited you can give you more.',
  checkFields: 'Please look at the marked fields. Nothing was changed.',
}
