import type { Naming } from './naming.ts'

/** A value as the rules of naming write it: one separator where there were spaces, small letters where they want them. */
export function shapeValue(text: string, { letters, separator }: Pick<Naming, 'letters' | 'separator'>): string {
  const joined = text.normalize('NFC').trim().replaceAll(/\s+/gu, separator)
  return letters === 'lower' ? joined.toLowerCase() : joined
}

/** A value as a parameter takes it that comes through in letters, digits and underscores alone. */
export function wordOnly(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .trim()
    .replaceAll(/_*[^A-Za-z0-9_][^A-Za-z0-9]*/g, '_')
}
