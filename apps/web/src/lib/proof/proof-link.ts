/** The same page with a number's proof open: its days and filters stay. */
export function proofLink(search: string, metric: string): string {
  const next = new URLSearchParams(search)
  next.set('proof', metric)
  next.delete('batch')
  return `?${next}`
}

/** The same page with the proof closed. */
export function closedProofLink({ pathname, search }: { pathname: string; search: string }): string {
  const next = new URLSearchParams(search)
  next.delete('proof')
  next.delete('batch')
  return next.size > 0 ? `${pathname}?${next}` : pathname
}
