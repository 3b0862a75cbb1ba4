/** Where a click id came from: a cookie of the landing page, or the landing's own address. */
export interface ClickIds {
  /** The `_fbc` cookie as it was. */
  fbc?: string | undefined
  /** The `_fbp` cookie as it was. */
  fbp?: string | undefined
  /** As it stood in the address: letters keep their case. */
  fbclid?: { value: string; truncated: boolean; landedAt: string } | undefined
}

/** `fb.<subdomains>.<ms>.<id>`; newer cookies have a fifth part of their own. */
const fbcShape = /^fb\.[0-3]\.\d{10,16}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]{2,8})?$/
const fbpShape = /^fb\.[0-3]\.\d{10,16}\.\d+(?:\.[A-Za-z0-9_-]{2,8})?$/

/** What goes to Meta unhashed: the cookie as it was; else made of the landing's click id. A cut id is no id. */
export function fbcOf({ fbc, fbclid }: ClickIds): string | undefined {
  if (fbc !== undefined && fbcShape.test(fbc)) return fbc
  if (!fbclid || fbclid.truncated || !/^[A-Za-z0-9_-]+$/.test(fbclid.value)) return undefined
  return `fb.1.${Date.parse(fbclid.landedAt)}.${fbclid.value}`
}

export const fbpOf = ({ fbp }: ClickIds): string | undefined =>
  fbp !== undefined && fbpShape.test(fbp) ? fbp : undefined
