/** Characters of the GSM 7-bit default alphabet, and those that need an escape and so count twice. Source: 3GPP TS 23.038 6.2.1. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extended = new Set('^{}\\[~]|€\f')

export interface Segments {
  encoding: 'gsm7' | 'ucs2'
  count: number
}

/**
 * How many segments a text is sent in: 160 characters of GSM-7 in one and 153 in each of several, 70 and 67 of UCS-2. An escaped
 * character, like one beyond the BMP, is never split between two.
 */
export function segmentsOf(text: string): Segments {
  const characters = [...text]
  const isGsm = characters.every((character) => basic.has(character) || extended.has(character))
  const widths = characters.map((character) => (isGsm ? (extended.has(character) ? 2 : 1) : character.length))
  const [alone, each] = isGsm ? [160, 153] : [70, 67]
  const total = widths.reduce((sum, width) => sum + width, 0)
  return { encoding: isGsm ? 'gsm7' : 'ucs2', count: total <= alone ? 1 : parts(widths, each) }
}

function parts(widths: readonly number[], each: number): number {
  let count = 1
  let used = 0
  for (const width of widths) {
    if (used + width > each) {
      count += 1
      used = 0
    }
    used += width
  }
  return count
}
