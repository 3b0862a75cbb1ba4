import { defineConnector, oauth2 } from '@throughline/connector-kit'
import { z } from 'zod'

const Secrets = z.object({ token: z.string() })
const App = z.object({ clientId: z.string() })

/** A source that people sign in at, which then has nothing to read. */
export const porter = defineConnector<object, z.infer<typeof Secrets>, z.infer<typeof App>>({
  id: 'porter',
  name: 'Porter',
  config: z.object({}),
  app: App,
  auth: oauth2({ secrets: Secrets, accessToken: ({ token }) => token }),
  oauth: {
    authorizeUrl: ({ state }) => new URL(`https://porter.example/yes?state=${encodeURIComponent(state)}`),
    exchange: async ({ code }) => ({ token: `token-of-${code}` }),
  },
  http: { baseUrl: () => 'https://porter.example', limits: {} },
  check: async () => [{ id: '1', name: 'Porter 1' }],
  streams: () => ({}),
})

/** What is registered at Porter. */
export const porterApp = { clientId: 'throughline' }
