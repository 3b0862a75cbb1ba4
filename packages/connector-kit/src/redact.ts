/** Makes a function that blots out every secret, also as sent in a Basic header or a URL. */
export function createRedactor(secrets: unknown): (text: string) => string {
  const blot = blotter(secrets, 4)
  return (text) => blot(text).replace(/\b(Basic|Bearer)\s+[\w+/=.~-]+/gi, '$1 [secret]')
}

/**
 * Makes a function that blots secrets out of what a provider answered, for code that must never see them; everything else stays as it
 * came. Too short a secret is left: it would be found in what is none.
 */
export const createEchoStop = (secrets: unknown): ((text: string) => string) => blotter(secrets, 8)

function blotter(secrets: unknown, shortest: number): (text: string) => string {
  const needles = [...strings(secrets)]
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .sort((a, b) => b.length - a.length)
  return (text) => needles.reduce((clean, needle) => clean.replaceAll(needle, '[secret]'), text)
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* strings(inner)
}
