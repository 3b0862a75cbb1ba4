/** Whether a text may hold a whole number of 16 digits or more that is no string: only then is a careful reading worth its time. */
const mayBeLong = /[:,[]\s*-?\d{16}/

/**
 * Reads JSON. A whole number beyond 2^53, an id in all likelihood, is given as its own digits in a string: as a number its last
 * digits would be others.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (!mayBeLong.test(text)) return JSON.parse(text) as unknown
  return JSON.parse(text, (_name, value: unknown, context?: { source: string }) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value,
  ) as unknown
}
