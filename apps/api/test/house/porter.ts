import { AttributionInput, ConversionsInput, defineConnector, oauth2, Unsure } from '@throughline/connector-kit'
import { z } from 'zod'

const Secrets = z.object({ token: z.string() })
const Door = z.object({ door: z.string().min(1) })
type Door = z.infer<typeof Door>
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
  actions: ({ action }) => {
    const deed = (title: string) => ({
      title,
      input: Door,
      preview: async (_: unknown, { door }: Door) => ({ summary: `${title}: the ${door} door.`, before: 'shut' }),
      run: async (_: unknown, _door: Door, key: string) => ({ ref: key }),
      find: async () => undefined,
    })
    return {
      open: action({ ...deed('Open'), undo: async () => {} }),
      lock: action({ ...deed('Lock'), secondPerson: true }),
      tell: action({
        title: 'Tell',
        takes: 'conversions',
        input: ConversionsInput,
        preview: async (_, { events }) => ({ summary: `Tells Porter of ${events.length}.` }),
        run: async (_, { events }, key) => ({ ref: key, detail: { received: events.length, unsent: [] } }),
        find: async () => undefined,
      }),
      note: action({
        title: 'Note',
        takes: 'attribution',
        input: AttributionInput,
        preview: async (_, { keys }) => ({ summary: `Notes credit of ${keys.length}.` }),
        run: async (_, _input, key) => ({ ref: key }),
        find: async () => undefined,
      }),
      knock: action({
        ...deed('Knock'),
        run: () => Promise.reject(new Unsure('no answer', { say: 'Nobody answers.' })),
      }),
    }
  },
})

/** What is registered at Porter. */
export const porterApp = { clientId: 'throughline' }
