/** Roles and personas. */
export const roles = {
  owner: 'owner',
  admin: 'admin',
  strategist: 'strategist',
  analyst: 'analyst',
  client_admin: 'client admin',
  viewer: 'viewer',
} as Record<string, string>

export const roleHelp = {
  owner: 'Everything, including the agency itself',
  admin: 'Everything but the agency’s owners',
  strategist: 'Reads and works in the clients granted to them',
  analyst: 'Reads the clients granted to them',
  client_admin: 'The client’s own: their numbers, people and connections',
  viewer: 'The client’s own numbers, nothing else',
} as Record<string, string>

export const personas = {
  none: 'No preference',
  executive: 'Executive',
  performance: 'Performance',
  lifecycle: 'Lifecycle',
  product: 'Product and rewards',
  data_science: 'Data science',
  compliance: 'Compliance',
} as Record<string, string>
