/** Mail kept where no mail server is set up. */
export const outbox = {
  page: 'Outbox',
  title: 'Mail that would have been sent',
  body: 'No mail server is set up, so messages stay here. This page is for trying things out.',
  empty: 'No mail yet',
  emptyBody: 'Invitations and password links appear here.',
  to: (address: string) => `to ${address}`,
}
