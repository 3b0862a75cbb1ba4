import type {
  EmulatedBroadcast,
  EmulatedIncoming,
  EmulatedList,
  EmulatedMessage,
  EmulatedPhone,
} from './emulator-ledger.ts'

const at = (text: string): number => Date.parse(text)
const seconds = 1_000
const hours = 3_600_000

const avery = '+13145550142'
const blake = '+13125550143'
const casey = '+16175550144'

/** A message that arrived three seconds after it was sent, and what else happened to it. */
function message(id: string, to: string | null, sentAt: number, more: Partial<EmulatedMessage> = {}): EmulatedMessage {
  return { id, to, sentAt, deliveredAt: sentAt + 3 * seconds, ...more }
}

/** A small ledger with every shape that trips integrators, standing still around 2026-11-15T17:00Z. */
export function seedBroadcasts(): EmulatedBroadcast[] {
  const september = at('2026-09-30T22:00:09Z')
  const young = at('2026-11-14T15:00:00Z')
  const now = at('2026-11-15T16:50:00Z')
  const link = 'https://secure.actblue.com/donate/synthetic_fall?refcode=tx_0930_a'
  return [
    {
      id: 'bc_0001',
      title: 'Sept 30 deadline ask',
      text: `Avery here: deadline tonight. Chip in: {{ "${link}" | sb_link }} Stop2End`,
      listId: 'pl_0001',
      listName: 'Donors 90d',
      createdAt: at('2026-09-27T14:00:00Z'),
      scheduledAt: at('2026-09-30T22:00:00Z'),
      startAt: at('2026-09-30T22:00:05Z'),
      endAt: at('2026-09-30T22:40:00Z'),
      previouslyOptedOut: 2,
      skipped: 1,
      costMinor: 2_470,
      gifts: [{ at: at('2026-09-30T22:20:00Z'), amountMinor: 31_250 }],
      messages: [
        message('pm_0001', avery, september, {
          clicks: [september + 2 * seconds, september + 214 * seconds],
          optedOutAt: at('2026-10-01T01:15:00Z'),
          token: 'sbTok3n1',
        }),
        message('pm_0002', blake, september + seconds, {
          repliedAt: september + 600 * seconds,
          reply: 'Who is\n"this"?',
        }),
        // Delivered, and taken back a day later.
        message('pm_0003', casey, september + 2 * seconds, { failedAt: september + 26 * hours }),
        message('pm_0004', null, september + 3 * seconds),
        { id: 'pm_0005', to: '+12025550145', sentAt: september + 4 * seconds, failedAt: september + 9 * seconds },
        // Sent, and never heard of again.
        { id: 'pm_0006', to: '+12025550146', sentAt: september + 5 * seconds },
        // A late click, after 20 days.
        message('pm_0007', '+12025550147', september + 6 * seconds, { clicks: [september + 20 * 24 * hours] }),
        // Times out of order: failed first, delivered after all.
        {
          id: 'pm_0008',
          to: '+12025550148',
          sentAt: september + 7 * seconds,
          failedAt: september + 8 * seconds,
          deliveredAt: september + 90 * seconds,
        },
      ],
    },
    {
      id: 'bc_0002',
      title: 'Rally reminder',
      text: 'Casey, see you at 6? Reply Y. Stop2End',
      createdAt: at('2026-11-13T09:00:00Z'),
      startAt: young,
      endAt: young + hours,
      costMinor: 905,
      messages: [
        message('pm_0021', avery, young, { repliedAt: young + 300 * seconds, reply: 'Y' }),
        message('pm_0022', casey, young + seconds, { optedOutAt: young + 400 * seconds }),
        message('pm_0023', '+12025550149', young + 2 * seconds, { failedAt: young + 5 * hours }),
      ],
    },
    {
      // Under way: what is left is sent tomorrow.
      id: 'bc_0003',
      title: 'Three days to go',
      text: 'Three days left: https://sb.example/q7Z Stop2End',
      createdAt: at('2026-11-15T12:00:00Z'),
      scheduledAt: now,
      startAt: now,
      endAt: at('2026-11-16T17:00:00Z'),
      costMinor: 600,
      messages: [message('pm_0031', avery, now + seconds), message('pm_0032', blake, at('2026-11-16T16:50:00Z'))],
    },
    {
      id: 'bc_0004',
      title: 'Stopped midway',
      text: 'Wrong link, sorry. {{ "https://example.org/oops?utm_source=sms&utm_campaign=oops" | sb_link }}',
      createdAt: at('2026-10-12T12:00:00Z'),
      startAt: at('2026-10-12T16:00:00Z'),
      endAt: at('2026-10-12T18:00:00Z'),
      stoppedAt: at('2026-10-12T16:01:00Z'),
      planned: 400,
      costMinor: 8_000,
      messages: [
        message('pm_0041', blake, at('2026-10-12T16:00:02Z')),
        { id: 'pm_0042', to: casey, sentAt: at('2026-10-12T16:00:59Z') },
      ],
    },
    {
      id: 'bc_0005',
      title: 'Staff test',
      text: 'Test: it’s 👍',
      createdAt: at('2026-11-01T12:00:00Z'),
      startAt: at('2026-11-02T03:59:30Z'),
      endAt: at('2026-11-02T04:00:30Z'),
      costMinor: 5,
      messages: [message('pm_0051', '+12025550150', at('2026-11-02T03:59:59Z'))],
    },
    { id: 'bc_0006', title: 'Draft', createdAt: at('2026-11-15T10:00:00Z'), costMinor: 90, messages: [], planned: 30 },
    {
      id: 'bc_0007',
      title: 'Tomorrow',
      text: 'Tomorrow! https://example.org/vote',
      createdAt: at('2026-11-14T10:00:00Z'),
      scheduledAt: at('2026-11-16T20:00:00Z'),
      startAt: at('2026-11-16T20:00:05Z'),
      costMinor: 1_200,
      messages: [message('pm_0071', avery, at('2026-11-16T20:00:09Z'))],
    },
    {
      id: 'bc_0008',
      title: 'Broke off',
      createdAt: at('2026-11-10T10:00:00Z'),
      scheduledAt: at('2026-11-10T12:00:00Z'),
      errorAt: at('2026-11-10T12:00:01Z'),
      messages: [],
      planned: 12,
    },
  ]
}

export const seedLists = (): EmulatedList[] => [
  { id: 'pl_0001', name: 'Donors 90d', size: 11, createdAt: at('2026-08-01T12:00:00Z') },
  { id: 'pl_0002', name: 'Volunteers', size: 3, createdAt: at('2026-08-02T12:00:00Z') },
]

export const seedPhones = (): EmulatedPhone[] => [
  {
    id: 'ph_0001',
    number: avery,
    email: 'avery@example.org',
    firstName: 'Avery',
    lastName: 'Example',
    state: 'MO',
    createdAt: at('2026-08-01T12:00:00Z'),
  },
  { id: 'ph_0002', number: casey, firstName: 'Casey', zip: '02108', createdAt: at('2026-08-01T12:00:01Z') },
]

export const seedIncoming = (): EmulatedIncoming[] => [
  {
    id: 'im_0001',
    from: blake,
    text: 'Who is\r\n"this", please?',
    at: at('2026-09-30T22:10:09Z'),
    broadcastId: 'bc_0001',
  },
  { id: 'im_0002', from: avery, text: 'Stop!', at: at('2026-10-01T01:15:00Z') },
  {
    id: 'im_0003',
    from: casey,
    text: 'please stop texting me',
    at: at('2026-11-14T15:06:40Z'),
  },
]
