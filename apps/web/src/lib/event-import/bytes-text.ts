const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size as people read it. */
export function bytesText(bytes: number, locale: string): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const unit = units[step] ?? 'byte'
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step === 0 ? 0 : 1 } as const
  return new Intl.NumberFormat(locale, format).format(bytes / 1_000 ** step)
}
