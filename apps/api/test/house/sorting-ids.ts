/** UUIDs of version 7 that sort in the order in which they were made. */
export function sortingIds(now: () => Date): () => string {
  let made = 0
  return () => {
    made += 1
    const time = now().getTime().toString(16).padStart(12, '0')
    const count = made.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count}`
  }
}
