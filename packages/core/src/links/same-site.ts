/** Ends of names below which everybody registers: `example.co.uk`. Not the whole public suffix list, but what is met. */
const secondLevels = new Set(['ac', 'co', 'com', 'edu', 'gov', 'ne', 'net', 'or', 'org'])
/** Hosts below which each name is somebody else's site. */
const shared = new Set([
  'blogspot.com',
  'carrd.co',
  'github.io',
  'herokuapp.com',
  'medium.com',
  'netlify.app',
  'notion.site',
  'pages.dev',
  'squarespace.com',
  'substack.com',
  'tumblr.com',
  'vercel.app',
  'webflow.io',
  'wixsite.com',
  'wordpress.com',
])

/** Are these two hosts of one site: `give.example.org` and `example.org`? */
export function sameSite(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && siteOf(one) === siteOf(other)
}

function siteOf(host: string): string {
  const labels = host.replace(/\.$/, '').split('.')
  if (labels.length <= 2 || labels.every((label) => /^\d+$/.test(label))) return labels.join('.')
  const [second = '', top = ''] = labels.slice(-2)
  const site = labels.slice(top.length === 2 && secondLevels.has(second) ? -3 : -2).join('.')
  return shared.has(site) ? labels.join('.') : site
}
