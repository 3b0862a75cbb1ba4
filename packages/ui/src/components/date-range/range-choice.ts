/** What a range can be changed to, as the panel offers it. */
export interface RangeChoice {
  presets: { id: string; label: string; href: string; on: boolean }[]
  from: string
  to: string
  max: string
  comparison: string
  comparisons: { value: string; label: string }[]
  /** Other filters of the address, kept as they are. */
  keep?: Record<string, string>
}
