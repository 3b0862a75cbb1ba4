/** Parameters that carry the id of one click, by what adds them. In lower case. */
export const clickIds = {
  ads: [
    'dclid',
    'gbraid',
    'gclid',
    'li_fat_id',
    'msclkid',
    'ob_click_id',
    'obclid',
    'rdt_cid',
    'rtid',
    'sccid',
    'tblci',
    'ttclid',
    'twclid',
    'wbraid',
    'yclid',
  ],
  /** Added to whatever leaves a network, paid or not. */
  social: ['epik', 'fbclid', 'igsh', 'igshid'],
  email: ['_hsenc', '_kx', 'mc_eid', 'vero_id'],
  partner: ['irclickid', 'cjevent'],
  /** Of tracked links of our own. */
  own: ['tlid'],
} as const

const known: ReadonlySet<string> = new Set(Object.values(clickIds).flat())

/** Is this parameter a click id? `more`: names that a tenant knows beside those that everybody does, in lower case. */
export const isClickId = (name: string, more: readonly string[] = []): boolean =>
  known.has(name.toLowerCase()) || more.includes(name.toLowerCase())
