import { plural } from './count.ts'

/** What became of texts, person by person. */
export const texts = {
  page: 'Texts',
  title: (people: string, n: number, clicked: string, gave: string, verb: string) =>
    `${people} ${plural(n, 'person was', 'people were')} sent a text. ${clicked} clicked, ${gave} ${verb}.`,
  gaveVerb: 'gave',
  boughtVerb: 'bought',
  none: 'No text was sent on these days.',
  sub: (days: number | null) =>
    days === null
      ? 'Distinct people, each step of those before it. A gift counts however long after the click.'
      : `Distinct people, each step of those before it. A gift counts up to ${days} ${plural(days, 'day', 'days')} after the click.`,
  notCurrent: 'Still being followed back: some texts are not here yet.',
  funnel: 'From sending to giving',
  step: 'Step',
  people: 'People',
  stepRate: 'Of the step before',
  overall: 'Of those sent',
  steps: {
    sent: 'Sent',
    delivered: 'Delivered',
    clicked: 'Clicked',
    donated: 'Gave',
    optedOut: 'Opted out',
  },
  bought: 'Bought',
  optedNote: 'of those reached',
  ofReached: 'of those reached',
  ofSent: 'of those sent a text',
  cost: 'Cost per person',
  costNote: (spend: string) => `${spend} in all`,
  costUnknown: 'No cost is told of these texts',
  otherCurrency: 'Some of it was paid in another currency',
  unknownRate: 'rate missing',
  rows: 'Texts in parts',
  by: 'Shown by',
  bys: { campaign: 'Broadcasts', list: 'Lists', day: 'Days' },
  noBroadcast: 'No broadcast',
  noList: 'No list named',
  spend: 'Spend',
  clickRate: 'Clicked',
  gaveRate: 'Gave',
  optRate: 'Opted out',
  emptyTitle: 'No text was sent on these days',
  emptyBody: 'Broadcasts and single texts appear here as soon as a source tells of them. Other days may have some.',
  failed: 'What became of these texts could not be worked out',
}
