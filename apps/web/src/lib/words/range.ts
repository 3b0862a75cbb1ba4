/** Days and comparisons. */
export const range = {
  presets: {
    today: 'Today',
    '7d': 'Last 7 days',
    '30d': 'Last 30 days',
    month: 'This month',
    last_month: 'Month before',
    '90d': 'Last 90 days',
    year: 'This year',
  } as Record<string, string>,
  comparisons: {
    previous_period: 'The days before',
    previous_year: 'The same days a year before',
    none: 'Nothing',
  } as Record<string, string>,
  versus: (range: string) => `vs ${range}`,
}
