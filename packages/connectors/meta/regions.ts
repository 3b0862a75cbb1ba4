/** States, territories and provinces by the code that Meta wants, ISO 3166-2 without the country. */
const byCode: Record<string, string> = {
  al: 'Alabama',
  ak: 'Alaska',
  az: 'Arizona',
  ar: 'Arkansas',
  ca: 'California',
  co: 'Colorado',
  ct: 'Connecticut',
  de: 'Delaware',
  dc: 'District of Columbia',
  fl: 'Florida',
  ga: 'Georgia',
  hi: 'Hawaii',
  id: 'Idaho',
  il: 'Illinois',
  in: 'Indiana',
  ia: 'Iowa',
  ks: 'Kansas',
  ky: 'Kentucky',
  la: 'Louisiana',
  me: 'Maine',
  md: 'Maryland',
  ma: 'Massachusetts',
  mi: 'Michigan',
  mn: 'Minnesota',
  ms: 'Mississippi',
  mo: 'Missouri',
  mt: 'Montana',
  ne: 'Nebraska',
  nv: 'Nevada',
  nh: 'New Hampshire',
  nj: 'New Jersey',
  nm: 'New Mexico',
  ny: 'New York',
  nc: 'North Carolina',
  nd: 'North Dakota',
  oh: 'Ohio',
  ok: 'Oklahoma',
  or: 'Oregon',
  pa: 'Pennsylvania',
  ri: 'Rhode Island',
  sc: 'South Carolina',
  sd: 'South Dakota',
  tn: 'Tennessee',
  tx: 'Texas',
  ut: 'Utah',
  vt: 'Vermont',
  va: 'Virginia',
  wa: 'Washington',
  wv: 'West Virginia',
  wi: 'Wisconsin',
  wy: 'Wyoming',
  as: 'American Samoa',
  gu: 'Guam',
  mp: 'Northern Mariana Islands',
  pr: 'Puerto Rico',
  vi: 'Virgin Islands',
  ab: 'Alberta',
  bc: 'British Columbia',
  mb: 'Manitoba',
  nb: 'New Brunswick',
  nl: 'Newfoundland and Labrador',
  ns: 'Nova Scotia',
  nt: 'Northwest Territories',
  nu: 'Nunavut',
  on: 'Ontario',
  pe: 'Prince Edward Island',
  qc: 'Quebec',
  sk: 'Saskatchewan',
  yt: 'Yukon',
}

const letters = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
const byName = new Map(Object.entries(byCode).map(([code, name]) => [letters(name), code]))

/** The two-letter code of a state or province, given as code or name; undefined for what is neither. */
export function regionCode(text: string): string | undefined {
  const plain = letters(text)
  return Object.hasOwn(byCode, plain) ? plain : byName.get(plain)
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
/** Two letters that stand for no country. */
const noCountries = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'])

/** The country that two letters stand for today: `UK` is `GB`, `DD` was and is `DE`. */
function countryOf(code: string): string | undefined {
  const region = new Intl.Locale(`und-${code}`).region ?? code
  return noCountries.has(region) || names.of(region) === undefined ? undefined : region
}

const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const countries = new Map(
  alphabet.flatMap((a) =>
    alphabet.flatMap((b): [string, string][] => {
      const code = countryOf(a + b)
      return code === undefined ? [] : [[letters(names.of(code) ?? ''), code.toLowerCase()]]
    }),
  ),
)
const others: Record<string, string> = {
  usa: 'us',
  unitedstatesofamerica: 'us',
  greatbritain: 'gb',
}

/** ISO 3166-1 alpha-2 in small letters, of a code or an English name; undefined for what is neither. */
export function countryCode(text: string): string | undefined {
  const plain = letters(text)
  if (plain.length === 2) return countryOf(plain)?.toLowerCase()
  return others[plain] ?? countries.get(plain)
}
