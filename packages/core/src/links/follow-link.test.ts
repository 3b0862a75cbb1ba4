import { expect, test } from 'vitest'
import { followLink } from './follow-link.store.ts'
import { isMachine } from './is-machine.ts'

const asked = {
  method: 'GET',
  userAgent: 'Mozilla/5.0 Safari/605',
  purpose: '',
  search: '',
  now: new Date('2026-11-21T12:00:00Z'),
}
function database(rows: Record<string, unknown>[]) {
  const calls: unknown[] = []
  return {
    calls,
    call: async <Row extends Record<string, unknown>>(query: unknown) => {
      calls.push(query)
      return rows as Row[]
    },
  }
}
const link = {
  ...{ tenant_id: 't', link_id: 'l', archived: false },
  ...{ target: 'https://give.example/a?x=%7E&refcode2=#top', click_parameter: 'refcode2' },
}

test('somebody waits for one read and no more, and for none where it can be no code of ours', async () => {
  const there = database([link])
  expect((await followLink(there, { ...asked, code: 'gala' }))?.location).toMatch(
    /^https:\/\/give\.example\/a\?x=%7E&refcode2=tl_gala_\w{12}#top$/,
  )
  expect(there.calls).toHaveLength(1)
  for (const code of ['', 'a', 'a-b', '%00', '..', 'x'.repeat(25), 'ä'.repeat(5)])
    expect(await followLink(there, { ...asked, code })).toBeUndefined()
  expect(there.calls).toHaveLength(1)
  expect(await followLink(database([]), { ...asked, code: 'gala' })).toBeUndefined()
  expect(await followLink(database([{ ...link, archived: true }]), { ...asked, code: 'gala' })).toBeUndefined()
})

test.each([
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/490]',
    false,
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 Instagram 350.0',
    false,
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0', false],
  ['Mozilla/5.0 (Linux; Android 12; CUBOT P80) Chrome/120.0', false],
  ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', true],
  ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', true],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', true],
  ['WhatsApp/2.24.20.89 A', true],
  ['TelegramBot (like TwitterBot)', true],
  ['Mozilla/5.0 (compatible; Proofpoint URL Defense)', true],
  ['python-requests/2.32', true],
  ['Mozilla/5.0 HeadlessChrome/130.0', true],
])('%s is a machine: %s', (userAgent, machine) => {
  expect(isMachine({ method: 'GET', userAgent, purpose: '' })).toBe(machine)
})
