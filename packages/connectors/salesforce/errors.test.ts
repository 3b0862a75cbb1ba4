import { Refused } from '@throughline/connector-kit'
import { describe, expect, test } from 'vitest'
import { classify, codesOf, refusedFor } from './errors.ts'
import { usage } from './usage.ts'

const judged = (status: number, errorCode: string, message = '') => {
  const text = JSON.stringify([{ message, errorCode }])
  return classify(new Response(text, { status }), text)
}

describe('what Salesforce’s answers mean', () => {
  test('too many calls wait: seconds where long ones ran side by side, an hour where the day is used up', () => {
    expect(judged(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')).toMatchObject({
      verdict: 'retry',
      throttled: true,
      waitMs: 3_600_000,
    })
    expect(judged(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded')).toMatchObject({
      verdict: 'retry',
      throttled: true,
      waitMs: 20_000,
    })
  })

  test('a session that ended may be renewed; one that the org’s policy refuses may not', () => {
    expect(judged(401, 'INVALID_SESSION_ID', 'Session expired or invalid')).not.toHaveProperty('renew')
    expect(judged(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API')).toMatchObject({
      verdict: 'ask',
      renew: false,
    })
    expect(judged(401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent')).toMatchObject({
      verdict: 'ask',
      renew: false,
    })
  })

  test('an org without API access, and one that ended, ask the customer in words', () => {
    expect(judged(403, 'API_DISABLED_FOR_ORG')).toMatchObject({
      verdict: 'ask',
      say: expect.stringContaining('API') as string,
    })
    expect(judged(420, 'X')).toMatchObject({ verdict: 'ask', say: expect.stringContaining('gone') as string })
    expect(judged(403, 'WHATEVER')).toMatchObject({ verdict: 'ask' })
  })

  test('a retired version is for us, and a locked row passes', () => {
    expect(judged(410, 'UNSUPPORTED_API_VERSION')).toMatchObject({ verdict: 'changed' })
    expect(judged(400, 'UNABLE_TO_LOCK_ROW')).toMatchObject({ verdict: 'retry' })
  })

  test('a feature that is off is for whoever asked, and so is every other refusal', () => {
    expect(judged(403, 'FUNCTIONALITY_NOT_ENABLED')).toBe('refused')
    for (const code of ['INVALID_FIELD', 'MALFORMED_QUERY', 'QUERY_TIMEOUT']) expect(judged(400, code)).toBeUndefined()
    const error = new Refused('no', 400, '[{"message":"No such column","errorCode":"INVALID_FIELD"}]')
    expect(codesOf(error)).toEqual(['INVALID_FIELD'])
    expect(refusedFor(error, 'INVALID_TYPE', 'INVALID_FIELD')).toBe(true)
    expect(codesOf(new Error('INVALID_FIELD'))).toEqual([])
    expect(codesOf(new Refused('no', 503, '<html>down</html>'))).toEqual([])
  })

  test('success, and a page that is no JSON, follow the usual table', () => {
    expect(classify(new Response('{}'), '{}')).toBeUndefined()
    expect(classify(new Response('<html>', { status: 503 }), '<html>')).toBeUndefined()
  })
})

describe('Sforce-Limit-Info', () => {
  const told = (header: string | undefined, apiShare = 100) =>
    usage(new Response('{}', header === undefined ? {} : { headers: { 'sforce-limit-info': header } }), { apiShare })

  test('is what the whole org used of the share that the tenant gives', () => {
    expect(told('api-usage=18456/100000')[0]?.used).toBeCloseTo(0.18456)
    expect(told('api-usage=18456/100000', 20)[0]?.used).toBeCloseTo(0.9228)
  })

  test('may tell of a limit of our own app, which no share makes smaller', () => {
    const [org, app] = told('api-usage=25/5000,per-app-api-usage=17/250(appName=x)', 50)
    expect(org).toMatchObject({ used: 0.01, bucket: 'api' })
    expect(app).toMatchObject({ used: 0.068, bucket: 'api' })
  })

  test('may be missing or unreadable', () => {
    for (const header of [undefined, '', 'api-usage=', 'api-usage=5/0', 'x']) expect(told(header)).toEqual([])
  })
})
