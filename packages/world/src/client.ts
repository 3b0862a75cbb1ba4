import { electionDay } from './election-day.ts'
import { electionSeason, givingSeason, quarterSeason, type Season } from './season.ts'

/** One client of the demo agency: who they are and how people give to them. */
export interface Client {
  slug: string
  name: string
  timeZone: string
  brandColor: string
  /** Days that its year turns on, by year. */
  cycleDates(year: number): { name: string; day: string }[]
  entityId: number
  entityName: string
  /** Those it shares tandem forms with. */
  partners: { entityId: number; entityName: string }[]
  homeStates: string[]
  season: Season
  /** Middle of one-time gifts, in cents. */
  medianMinor: number
  /** The most one gift may be, in cents. */
  maxMinor: number
  forms: string[]
  customField: { label: string; answers: string[] }
  /** Start of this client's own line numbers at the source. */
  firstLineItemId: number
  lines: { full: number; small: number }
  /** Ads at a time. */
  ads: number
  /** On how many of the days on which it asks it sends texts, and how many then at most. */
  texts: { share: number; most: number }
  /** Who speaks in its texts and calls. */
  voice: string
  /** Of 1: how many donors are in the marketing CRM. */
  inCrm: number
}

export const clients: readonly Client[] = [
  {
    slug: 'juniper-street-arts',
    name: 'Juniper Street Arts',
    timeZone: 'America/New_York',
    brandColor: '#7c3f98',
    cycleDates: (year) => [
      { name: 'Spring gala', day: `${year}-05-09` },
      { name: 'Giving Tuesday', day: `${year}-12-01` },
      { name: 'Year end', day: `${year}-12-31` },
    ],
    entityId: 71001,
    entityName: 'Juniper Street Arts',
    partners: [{ entityId: 79001, entityName: 'Arts Neighbors Fund' }],
    homeStates: ['NY', 'NJ', 'CT'],
    season: givingSeason,
    medianMinor: 5000,
    maxMinor: 1_000_000,
    forms: ['gala_table', 'year_end', 'friends_of_juniper'],
    customField: {
      label: 'In honor of',
      answers: ['A friend', 'The teachers', 'The spring cast', 'Everyone backstage'],
    },
    firstLineItemId: 600_000_000,
    lines: { full: 2_000, small: 300 },
    ads: 2,
    texts: { share: 0.25, most: 1 },
    voice: 'Wren',
    inCrm: 0.9,
  },
  {
    slug: 'cascadia-clean-water',
    name: 'Cascadia Clean Water',
    timeZone: 'America/Los_Angeles',
    brandColor: '#0b6e8a',
    cycleDates: (year) => [
      { name: 'Earth Day', day: `${year}-04-22` },
      { name: 'Year end', day: `${year}-12-31` },
    ],
    entityId: 72001,
    entityName: 'Cascadia Clean Water',
    partners: [
      { entityId: 79002, entityName: 'Salmon Rivers Alliance' },
      { entityId: 79003, entityName: 'Northwest Water Fund' },
    ],
    homeStates: ['WA', 'OR', 'CA'],
    season: quarterSeason,
    medianMinor: 2800,
    maxMinor: 500_000,
    forms: ['protect_rivers', 'monthly_guardians', 'earth_day', 'site_footer'],
    customField: {
      label: 'Which river is yours?',
      answers: ['The Skagit', 'The Deschutes', 'The Rogue', 'The Yakima'],
    },
    firstLineItemId: 700_000_000,
    lines: { full: 20_000, small: 500 },
    ads: 4,
    texts: { share: 0.5, most: 2 },
    voice: 'Odell',
    inCrm: 0.5,
  },
  {
    slug: 'marisol-vega-for-senate',
    name: 'Marisol Vega for Senate',
    timeZone: 'America/Chicago',
    brandColor: '#c2410c',
    cycleDates: (year) => (year % 2 === 0 ? [{ name: 'General election', day: electionDay(year) }] : []),
    entityId: 73001,
    entityName: 'Marisol Vega for Senate',
    partners: [
      { entityId: 79004, entityName: 'Prairie Victory Fund' },
      { entityId: 79005, entityName: 'Midwest Slate' },
    ],
    homeStates: ['IL', 'WI', 'IA', 'MO'],
    season: electionSeason,
    medianMinor: 2200,
    maxMinor: 330_000,
    forms: ['mv_main', 'mv_debate_night', 'mv_sms_push', 'mv_deadline', 'mv_launch'],
    customField: { label: 'How did you hear about us?', answers: ['A friend', 'A text', 'The debate', 'My union'] },
    firstLineItemId: 800_000_000,
    lines: { full: 120_000, small: 1_000 },
    ads: 6,
    texts: { share: 0.8, most: 3 },
    voice: 'Marisol',
    inCrm: 0.2,
  },
]
