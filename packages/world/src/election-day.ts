/** The Tuesday after the first Monday of November. */
export function electionDay(year: number): string {
  const first = new Date(Date.UTC(year, 10, 1)).getUTCDay()
  const firstMonday = 1 + ((8 - first) % 7)
  return `${year}-11-${String(firstMonday + 1).padStart(2, '0')}`
}
