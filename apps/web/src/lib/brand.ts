/** A colour as given, only in the one form that is safe to write into a page: `#rrggbb`. */
export function safeBrand(colour: string | null | undefined): string | undefined {
  return colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour : undefined
}
