import { notForViewers, some, type Example } from './example.ts'

const tenant = 'harbor-table'

/** People of a client. */
export const contactExamples: Example[] = [
  {
    route: 'mutation contacts.find',
    as: 'carla',
    input: (f) => ({ tenant, email: f.donor.email }),
    filled: some,
    others: notForViewers,
  },
  {
    // Meant to reveal.
    route: 'mutation contacts.reveal',
    as: 'carla',
    input: async (f) => ({ tenant, contactNo: await f.contactNo() }),
    filled: (data) => (data as { email: string | null }).email !== null,
    others: notForViewers,
  },
  {
    route: 'mutation contacts.erase',
    as: 'carla',
    input: async (f) => ({ tenant, contactNo: await f.anotherContactNo() }),
    filled: some,
    others: notForViewers,
  },
]
