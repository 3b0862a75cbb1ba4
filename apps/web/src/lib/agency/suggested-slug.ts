/** A short name for addresses, made of a client's name: `Marisol Vega for Senate` → `marisol-vega-for-senate`. */
export function suggestedSlug(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const words = plain.replaceAll(/['’]/g, '').match(/[a-z0-9]+/g) ?? []
  return words.join('-').slice(0, 60).replace(/-$/, '')
}
