const family = 'salesforce\\.com|salesforce\\.mil|force\\.com|cloudforce\\.com|database\\.com|sfcrmproducts\\.cn'

/** An org's own address. Credentials are sent there, so it can be nobody's but Salesforce's. */
export const myDomainPattern = new RegExp(`^https://[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.(?:${family})/?$`, 'i')

/** Where people sign in. */
export const loginHosts = {
  production: 'https://login.salesforce.com',
  sandbox: 'https://test.salesforce.com',
} as const

/** The login host whose users an org's address has: what a signed assertion is addressed to. */
export function loginHostOf(instanceUrl: string): string {
  const isSandbox = /\.sandbox\.|--[^./]+\.(?:my\.)?salesforce|\/\/cs\d+\./i.test(instanceUrl)
  return loginHosts[isSandbox ? 'sandbox' : 'production']
}

export const withoutSlash = (url: string): string => url.replace(/\/+$/, '')
