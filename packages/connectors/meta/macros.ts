/** Macros whose values the API never fills in, and which an ad's own ids and names do. */
export type MacroValues = Partial<
  Record<'ad.id' | 'ad.name' | 'adset.id' | 'adset.name' | 'campaign.id' | 'campaign.name', string>
>

/** `{{ad.id}}`, with or without blanks, as it is or percent-encoded. */
const macro = /(?:\{\{|%7B%7B)(?:\s|%20)*([\w.]+)(?:\s|%20)*(?:\}\}|%7D%7D)/gi

/** Fills in what is known, as URL text. Macros of the moment of showing (`{{placement}}`) stay: they stand for anything. */
export function fillMacros(url: string, values: MacroValues): string {
  return url.replace(macro, (whole, name: string) => {
    const value = values[name.toLowerCase() as keyof MacroValues]
    return value === undefined ? whole : encodeURIComponent(value)
  })
}
