/** A text in the books. Its status follows from the clock unless something else is said. */
export interface EmulatedText {
  id: string
  at: number
  direction: 'incoming' | 'outgoing'
  /** The person's number. */
  other: string
  text: string
  numberId: string
  /** Its last status; outgoing texts pass through queued and sent on the way there. */
  ends?: 'delivered' | 'undelivered' | 'failed' | 'sent'
  errorCode?: string
  broken?: boolean
}

export interface EmulatedCall {
  id: string
  at: number
  direction: 'incoming' | 'outgoing'
  other: string
  numberId: string
  status: string
  seconds?: number
  broken?: boolean
}

export interface EmulatedContact {
  id: string
  firstName: string
  lastName: string
  email?: string
  phone?: string
  at: number
  broken?: boolean
}

export interface EmulatedNumber {
  id: string
  number: string
  name: string
  at: number
  broken?: boolean
}

/** All that one workspace has. */
export interface EmulatedWorkspace {
  texts: EmulatedText[]
  calls: EmulatedCall[]
  contacts: EmulatedContact[]
  numbers: EmulatedNumber[]
}

export const emptyWorkspace = (): EmulatedWorkspace => ({ texts: [], calls: [], contacts: [], numbers: [] })

const dayMs = 24 * 3_600_000

/** A small workspace whose history ends shortly before this instant: invented people, numbers that nobody has. */
export function seedWorkspace(now: number): EmulatedWorkspace {
  const ago = (days: number, minutes = 0) => now - days * dayMs - minutes * 60_000
  const person = (n: number) => `+1314555${String(100 + n).padStart(4, '0')}`
  const text = (n: number, days: number, more: Partial<EmulatedText> = {}): EmulatedText => ({
    ...{ id: `AC${n}`, at: ago(days, n), direction: 'outgoing', other: person(n % 7), numberId: 'PN1' },
    ...{ text: `Hello number ${n}`, ends: 'delivered', ...more },
  })
  return {
    numbers: [
      { id: 'PN1', number: '+13145550100', name: 'Main line', at: ago(400) },
      { id: 'PN2', number: '+13145550199', name: 'Events', at: ago(90) },
    ],
    texts: [
      ...Array.from({ length: 70 }, (_, n) => text(n + 1, 90 - n)),
      text(101, 12, { direction: 'incoming', text: 'STOP' }),
      text(102, 11, { ends: 'failed', errorCode: '21610', other: person(3) }),
      text(103, 10, { direction: 'incoming', text: 'Please stop by on Friday', other: person(4) }),
      text(104, 9, { ends: 'undelivered', errorCode: '30006' }),
      text(105, 8, { direction: 'incoming', text: ' unstop ' }),
      text(106, 7, { direction: 'incoming', other: 'Anonymous', text: 'hi' }),
    ],
    calls: [
      {
        id: 'AC90',
        at: ago(20),
        direction: 'incoming',
        other: person(1),
        numberId: 'PN1',
        status: 'completed',
        seconds: 194,
      },
      { id: 'AC91', at: ago(6), direction: 'incoming', other: person(2), numberId: 'PN1', status: 'missed' },
      { id: 'AC92', at: ago(5), direction: 'outgoing', other: person(5), numberId: 'PN2', status: 'no-answer' },
      {
        id: 'AC93',
        at: ago(1),
        direction: 'outgoing',
        other: person(6),
        numberId: 'PN2',
        status: 'completed',
        seconds: 61,
      },
    ],
    contacts: Array.from({ length: 60 }, (_, n) => ({
      ...{ id: `ct${String(n).padStart(3, '0')}`, firstName: 'Dana', lastName: `Example ${n}`, at: ago(100 - n) },
      ...(n % 3 === 0 ? { email: `dana${n}@example.org` } : { phone: person(n) }),
    })),
  }
}
