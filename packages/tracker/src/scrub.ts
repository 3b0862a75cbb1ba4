const kept = String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<!\w)[\da-f]{24,}(?!\w)|(?<!\d)(?:\d{4}[-/.]\d\d[-/.]\d\d|\d\d?[-/.]\d\d?[-/.]\d{4})(?!\d)`
const email = String.raw`[^\s@<>()[\],;:"'=&?/#|]+@[^\s@<>()[\],;:"'=&?/#|]+`
const address = String.raw`(?<!\d)\d{1,5} (?:[a-z][a-z.']*\s){1,3}(?:street|avenue|boulevard|road|lane|terrace|court|(?<!to )drive|st|ave|blvd|rd|ln|dr|ct)\b`
/** As written with a plus, or zeros before it, as one American number, in brackets and groups, or a local one. */
const phone = [
  String.raw`\+\s?\d[\d\s().-]{5,18}\d`,
  String.raw`(?<!\d)(?<!\d\.)(?:00?[1-9]\d{7,12}|1?[2-9]\d\d[2-9]\d{6})(?!\d)`,
  String.raw`(?<!\d)\(?\d{1,8}\)?(?:[\s.+()/-]{1,3}\d{2,8})+(?!\d)`,
].join('|')

const patterns = new RegExp(`(${kept})|(${email})|(${address})|(${phone})`, 'gi')
const localPhone = /^[2-9]\d\d-\d{4}$/
const americanPhone = /^1?[2-9]\d\d[2-9]\d{6}$/
/** Names of fields that hold what no tracker may know, whatever stands in them. */
const personal =
  /(mail|phone|mobile|msisdn|password|token|secret|(^|[_.-])(cell|tel|fax|ssn|cvv))([_.-]?(address|number|no))?$|^(first|last|full|given|family|maiden)[_-]?name$|^((street|postal|home|billing|shipping)[_-]?)?address[_-]?\d?$|^card[_-]?number$|^(date[_-]?of[_-]?birth|dob)$/i
const removed = '[removed]'

/** Percent signs undone, as often as somebody put them on, and wide forms made narrow: as a person would read it. */
function plain(text: string): string {
  for (let round = 0; round < 4 && text.includes('%'); round++)
    text = text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run)
      } catch {
        return run.replace(/%(..)/g, (_, byte: string) => String.fromCharCode(parseInt(byte, 16)))
      }
    })
  return text.normalize('NFKC')
}

/** The text without emails, phone numbers and street addresses. A text that holds none comes back as it was. */
export function scrubText(text: string): string {
  const read = plain(text)
  const clean = read.replace(patterns, (all: string, keep?: string, isEmail?: string, isAddress?: string) => {
    if (keep) return all
    if (isEmail) return '[email]'
    if (isAddress) return '[address]'
    return all.startsWith('+') || localPhone.test(all) || all.replace(/\D/g, '').length > 8 ? '[phone]' : all
  })
  return clean === read ? text : clean
}

/** The same for an address on the web: a query's field goes whole, by its name or by what stands in it. */
export const scrubUrl = (url: string): string =>
  scrubText(
    url.replace(/([?&#;])([^=&#;]*)=([^&#;]*)/g, (all, before: string, name: string, value: string) =>
      personal.test(plain(name)) || scrubText(value.replaceAll('+', ' ')) !== value.replaceAll('+', ' ')
        ? `${before + name}=${removed}`
        : all,
    ),
  )

/** Any value as JSON can carry it, without what identifies a person. Nothing goes deeper than eight levels. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return /^\w+:\/\/|^\/|\?.*=/.test(value) ? scrubUrl(value) : scrubText(value)
  if (typeof value === 'number') return americanPhone.test(String(value)) ? '[phone]' : value
  if (typeof value === 'bigint') return scrubText(String(value))
  if (value instanceof Date) return isNaN(+value) ? null : value.toISOString()
  if (typeof value !== 'object' || value === null) return value
  if (depth > 8) return undefined
  if (Array.isArray(value)) return value.map((each) => scrub(each, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      scrubText(name),
      personal.test(name) && /string|number/.test(typeof each) ? removed : scrub(each, depth + 1),
    ]),
  )
}
