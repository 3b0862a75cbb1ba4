import { plural } from './count.ts'

/** Finding and erasing a person. */
export const people = {
  page: 'People',
  title: 'Find one person by exact email or phone',
  body: 'Nothing is searched by name, and every search is written into the audit log.',
  email: 'Email',
  phone: 'Phone',
  find: 'Find',
  none: 'Nobody with exactly that email or phone has given here.',
  found: 'Found',
  gifts: (count: string, n: number) => `${count} ${plural(n, 'gift', 'gifts')}`,
  since: (day: string) => `first seen ${day}`,
  reveal: 'Show name and addresses',
  revealed: 'This was written into the audit log.',
  name: 'Name',
  unknown: 'not known',
  erase: 'Erase this person',
  eraseBody: 'Destroys the key to everything that names this person. No figure changes. It cannot be undone.',
  eraseConfirm: 'Type “erase” to confirm',
  eraseWord: 'erase',
  erased: 'Erased',
  certificate: 'Certificate of erasure',
  certificateRows: {
    erasureId: 'Number',
    erasedAt: 'Erased',
    identitiesBlanked: 'Identities blanked',
    sourceRecordsSealed: 'Source records sealed',
    rawBodiesDropped: 'Raw deliveries dropped',
    figuresChanged: 'Figures changed',
  },
  either: 'An email or a phone number is needed.',
}
