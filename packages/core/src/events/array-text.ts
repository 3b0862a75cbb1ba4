/** Arrays as PostgreSQL reads them: one parameter for a column of a whole batch. Numbers, UUIDs and dates need no quotes. */
export function arrayText(values: readonly (string | number | null)[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i++) text += (i > 0 ? ',' : '') + (values[i] ?? 'NULL')
  return `${text}}`
}

/** The same for any text. */
export function quotedArrayText(values: readonly string[]): string {
  let text = '{'
  for (let i = 0; i < values.length; i++)
    text += `${i > 0 ? ',' : ''}"${(values[i] ?? '').replaceAll(/["\\]/g, String.raw`\$&`)}"`
  return `${text}}`
}
