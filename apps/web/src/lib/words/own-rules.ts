import { plural } from './count.ts'

const troubles = {
  divides_by_zero: 'divides by zero',
  below_zero: 'comes to less than zero',
  too_large: 'comes to more than can be counted',
  all_zero: 'No line gives anything',
}

export const ownRules = {
  page: 'Own rules',
  link: 'Rules of your own',
  title: 'Share credit by rules of your own',
  sub: 'Tried on the last 30 days before they count. Every touch gets the weight of the first line that fits it.',
  failed: 'That did not work. Nothing was changed; try again.',
  rules: 'The rules',
  label: 'One rule a line',
  example: 'when channel is sms and days_before < 3 then 2\nwhen is_direct then 0\nelse 1',
  tryThem: 'Try on the last 30 days',
  save: 'Keep credit by these',
  saveSays:
    'Keeping them restates what was credited, gift by gift; figures of before stay readable as they were. Only rules that were tried as they stand can be kept.',
  saved: 'Credit is kept by these rules from now on. What was credited is being restated.',
  fault: (line: number, column: number, message: string) => `Line ${line}, place ${column}: ${message}.`,
  channel: 'Credit to',
  nowhere: 'No touch seen',
  now: (model: string) => (model === '' ? 'Now' : `Now, ${model}`),
  then: 'By these rules',
  caption: 'Credit of the last 30 days by channel, now and by these rules',
  tried: (gifts: number) => `${gifts} ${plural(gifts, 'gift', 'gifts')} of the last 30 days`,
  sameTotal: (net: string) => `Both columns come to ${net}.`,
  troubles: 'Shared evenly, for the rules say nothing',
  trouble: (kind: keyof typeof troubles, line: number | null, journeys: number) =>
    `${line === null ? troubles[kind] : `Line ${line} ${troubles[kind]}`}: ${journeys} ${plural(journeys, 'gift', 'gifts')}.`,
  journey: (no: number) => `Journey ${no}`,
  language: 'What a rule may ask',
  words: [
    [
      'when … then …',
      'The first line that fits a touch gives its weight; else … is for all others, and # begins a note.',
    ],
    ['channel is sms', 'Also is not, in (sms, email) and not in (…).'],
    ['type is click', 'What the touch was: click, text_delivered, visit, email_opened …'],
    ['days_before < 3', 'Also hours_before: how long before the gift.'],
    ['position, from_end, count', 'Which touch it is, from the first and from the last, and of how many.'],
    ['channels, touches_of_channel', 'How many different channels, and how many touches of this one.'],
    ['is_first, is_last, is_direct', 'Also first_of_channel and last_of_channel.'],
    ['and, or, not, + − × ÷ ^', 'Written + - * / ^, with brackets.'],
  ] as [string, string][],
}
