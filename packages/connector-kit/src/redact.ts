/** Makes a function that blots out every secret, also as sent in a Basic header or a URL. */
export function createRedactor(secrets: unknown): (text: string) => string {
  const needles = [...strings(secrets)]
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .sort((a, b) => b.length - a.length)
  return (text) =>
    needles
      .reduce((clean, needle) => clean.replaceAll(needle, '[secret]'), text)
      .replace(/\b(Basic|Bearer)\s+[\w+/=.~-]+/gi, '$1 [secret]')
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* strings(inner)
}
