/** What fetches a link without anybody having followed it: crawlers, previews of messages, checkers of mail, scripts. Phones by the name of Cubot are people. */
const machine =
  /(?<!cu)bot\b|crawl|spider|slurp|preview|facebookexternalhit|facebookcatalog|meta-external|whatsapp\/|embedly|vkshare|skypeuripreview|google-read-aloud|googleimageproxy|google-safety|feedfetcher|mediapartners|headless|lighthouse|pagespeed|phantomjs|puppeteer|playwright|selenium|pingdom|uptime|statuscake|monitor|scanner|proofpoint|mimecast|barracuda|safelinks|ms-office|msoffice|urldefense|trendmicro|curl\/|wget\/|python|httpx|aiohttp|go-http-client|java\/|okhttp|apache-httpclient|libwww|node-fetch|axios|undici|ruby|php|postman/i

export interface Asked {
  method: string
  userAgent: string
  /** Of `Purpose`, `Sec-Purpose` and `X-Purpose`. */
  purpose: string
}

/** Did a machine ask, as far as one can tell? A browser always says what it is. */
export function isMachine({ method, userAgent, purpose }: Asked): boolean {
  return (
    method !== 'GET' ||
    userAgent.trim() === '' ||
    machine.test(userAgent) ||
    /prefetch|preview|prerender/i.test(purpose)
  )
}
