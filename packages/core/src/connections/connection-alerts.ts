import type { AlertRule } from '../notify/index.ts'
import { readings } from './overview.store.ts'
import { silentStreams } from './silent-streams.store.ts'

const connectionPage = (connectionId: string) => `/connections/${connectionId}`

/** A stream that was stopped for good, or that a provider refuses: nothing of it comes in until somebody acts. */
const connectionFails: AlertRule = {
  id: 'connection-fails',
  title: 'A source cannot be read',
  severity: 'critical',
  runbook: 'docs/runbooks/connection-fails.md',
  sentence: ({ name, why }) => `${name} stopped: ${why}`,
  forClient: {
    title: 'A source cannot be read',
    sentence: () => 'One of your sources cannot be read just now. Figures that rest on it are not complete.',
  },
  // A run that works and the next that does not is one outage.
  calmMinutes: 20,
  reopenMinutes: 240,
  check: async (inside) =>
    (await readings(inside)).flatMap(({ connectionId, name, state, stopped }) =>
      state === 'active' && stopped !== null
        ? [
            {
              subject: `connection:${connectionId}`,
              say: { name, why: stopped },
              link: connectionPage(connectionId),
            },
          ]
        : [],
    ),
}

/** Only a person can go on: sign in again, paste a new key, say yes to something. */
const connectionWaits: AlertRule = {
  id: 'connection-waits',
  title: 'A source waits for somebody',
  severity: 'warning',
  runbook: 'docs/runbooks/connection-waits.md',
  sentence: ({ name, why }) => `${name} waits for somebody: ${why}`,
  forClient: {
    title: 'A source waits for somebody',
    sentence: () => 'One of your sources waits for somebody to let us in again. What was read stays.',
  },
  calmMinutes: 0,
  reopenMinutes: 60,
  check: async (inside) =>
    (await readings(inside)).flatMap(({ connectionId, name, state, say }) =>
      state === 'needs_customer'
        ? [
            {
              subject: `connection:${connectionId}`,
              say: { name, why: say ?? 'it needs attention.' },
              link: connectionPage(connectionId),
            },
          ]
        : [],
    ),
}

/** Reading works, and finds nothing where there has always been something: often a filter or a right that changed over there. */
const streamSilent: AlertRule = {
  id: 'stream-silent',
  title: 'Nothing new where there always was',
  severity: 'warning',
  runbook: 'docs/runbooks/stream-silent.md',
  sentence: ({ name, stream, days, hours }) =>
    `${name} had new rows of "${stream}" on ${days} of 28 days, and none in the last ${hours} hours, though it was read.`,
  forClient: {
    title: 'Nothing new where there always was',
    sentence: ({ hours }) => `One of your sources has told us of nothing new for ${hours} hours, which is unusual.`,
  },
  calmMinutes: 0,
  reopenMinutes: 24 * 60,
  everyMinutes: 60,
  check: async (inside, now) =>
    (await silentStreams(inside, now)).map(({ connectionId, name, stream, days, hours }) => ({
      subject: `stream:${connectionId}:${stream}`,
      say: { name, stream, days, hours },
      link: connectionPage(connectionId),
    })),
}

/** What can be wrong with reading. */
export const connectionAlerts: readonly AlertRule[] = [connectionFails, connectionWaits, streamSilent]
