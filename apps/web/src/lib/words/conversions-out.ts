import { plural } from './count.ts'

/** What an ad platform is told of conversions. */
export const conversionsOut = {
  title: (name: string) => `What ${name} is told of conversions`,
  body: 'So that it finds more people like these. Only gifts from now on, and only of people who said yes to just that; what was told is never taken back.',
  states: { on: 'On', off: 'Off', stopped: 'Stopped' } as Record<string, string>,
  since: (when: string) => `Gifts since ${when}`,
  event: 'Told as',
  events: { Purchase: 'Purchase', Donate: 'Donate' } as Record<string, string>,
  turnOn: 'Switch on',
  turnOff: 'Switch off',
  goOn: 'Go on',
  look: 'Look what it would tell',
  again: 'Send what failed again',
  turnedOn: 'Switched on. What happens from now on is told.',
  turnedOff: 'Switched off. Nothing more is told.',
  retried: (count: number) => `${count} ${plural(count, 'conversion waits', 'conversions wait')} again.`,
  recent: 'In the last 30 days',
  counts: {
    sent: 'told',
    queued: 'waiting',
    sending: 'on their way',
    refused: 'not told',
    failed: 'failed',
    unsure: 'nobody can say',
  } as Record<string, string>,
  whys: {
    no_consent: 'the person has not consented to it',
    opted_out: 'the person has opted out',
    nobody_known: 'nobody is known to have given it',
    erased: 'the person was erased',
    given_back: 'it was given back',
    withdrawn: 'it was withdrawn',
    sending_is_off: 'no source of consent is named',
    switched_off: 'it was switched off',
  } as Record<string, string>,
  givenBack: (count: number) => `${count} ${plural(count, 'was', 'were')} given back after being told.`,
  wouldTell: (told: number, considered: number) =>
    `Of the ${considered} newest of two days ${told} would be told. Nothing was sent.`,
  why: (count: number, why: string) => `${count}: ${why}`,
  mayNot: 'An owner, an admin or a client admin switches this.',
  canNot: 'Whoever signed in at the source did not allow changes.',
}
