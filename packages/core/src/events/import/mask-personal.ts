const uuid = /^[0-9a-f-]{36}$/i

/** A text with addresses by their first letter; a phone number by its last two digits. Enough to know a column by. */
export function maskPersonal(text: string): string {
  if (/^\+?[\d\s().-]{9,20}$/.test(text) && !uuid.test(text) && !/^\d{4}-\d{2}-\d{2}/.test(text))
    return `…${text.replaceAll(/\D/g, '').slice(-2)}`
  return text.replaceAll(/([\w.%+-])[\w.%+-]{0,63}@([a-z\d.-]{1,253}\.[a-z]{2,24})/gi, '$1…@$2')
}
