/** A key's text, the one time it is known, with a line for a shell that shows whether it works. */
export interface ToldKey {
  key: string
  line: string
  /** Of a page, where anybody may read it. */
  browser: boolean
}

/** What a line needs that is new each time: the id of the event that it sends, and when. */
interface Fresh {
  eventId: string
  at: Date
}

/** A server key asks what it is; a browser key can only send, so it sends one page view, from its first page. */
export function toldKey(key: string, page: string | undefined, base: string, { eventId, at }: Fresh): ToldKey {
  const bearer = `-H 'authorization: Bearer ${key}'`
  if (page === undefined) return { key, line: `curl ${bearer} ${base}/v1/key`, browser: false }
  const event = {
    event_id: eventId,
    event_type: 'user_engaged',
    timestamp: at.toISOString(),
    anonymous_id: 'trying-a-key',
    source: 'web',
    properties: { engagement_type: 'page_view' },
  }
  const line = `curl -H 'origin: ${page}' ${bearer} -H 'content-type: application/json' -d '${JSON.stringify(event)}' ${base}/v1/events`
  return { key, line, browser: true }
}
