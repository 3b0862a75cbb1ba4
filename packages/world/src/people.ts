/** Somebody who signs in to the demo. Passwords are made when it is planted and passed in. */
export interface DemoPerson {
  name: string
  email: string
  /** `agency` roles see by the agency; `tenant` roles see the clients named. */
  role: 'owner' | 'admin' | 'strategist' | 'analyst' | 'client_admin' | 'viewer'
  /** Slugs, for all but owner and admin. */
  clients: string[]
  persona: 'executive' | 'performance' | 'lifecycle' | 'product' | 'data_science' | 'compliance' | null
}

export const demoPeople: readonly DemoPerson[] = [
  { name: 'Olive Ostrander', email: 'owner@lanternfield.example', role: 'owner', clients: [], persona: 'executive' },
  { name: 'Adan Aguirre', email: 'admin@lanternfield.example', role: 'admin', clients: [], persona: null },
  {
    name: 'Sunniva Strand',
    email: 'strategist@lanternfield.example',
    role: 'strategist',
    clients: ['marisol-vega-for-senate', 'cascadia-clean-water'],
    persona: 'performance',
  },
  {
    name: 'Anselm Achebe',
    email: 'analyst@lanternfield.example',
    role: 'analyst',
    clients: ['cascadia-clean-water'],
    persona: 'data_science',
  },
  {
    name: 'Callie Cortez',
    email: 'client@vega.example',
    role: 'client_admin',
    clients: ['marisol-vega-for-senate'],
    persona: 'executive',
  },
  {
    name: 'Violet Varga',
    email: 'viewer@juniper.example',
    role: 'viewer',
    clients: ['juniper-street-arts'],
    persona: null,
  },
]
