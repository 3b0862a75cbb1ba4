/** Parameters by which ad platforms and texting tools mark one click: each value is one person's, once. */
const clickIdNames = [
  ...['fbclid', 'gclid', 'gbraid', 'wbraid', 'dclid', 'msclkid', 'ttclid', 'twclid', 'li_fat_id', 'rdt_cid'],
  ...['epik', 'ScCid', 'rtid', 'tlid'],
] as const

/** Codes that a link carries for one person: in place of a creative they tell a message apart. Looked up like click ids. */
export const perPersonTokens: ReadonlySet<string> = new Set(['refcodeSB', ...clickIdNames])
