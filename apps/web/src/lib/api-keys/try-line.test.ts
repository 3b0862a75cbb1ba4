import { expect, test } from 'vitest'
import { toldKey } from './try-line.ts'

const fresh = { eventId: '7b0c1c1e-3f53-4a7e-9a53-0a8ddc9dfb11', at: new Date('2026-11-20T15:00:00Z') }

test('a server key is tried by asking what it is, the key whole and in the header', () => {
  const told = toldKey('tl_abc', undefined, 'https://app.example.org', fresh)
  expect(told.line).toBe("curl -H 'authorization: Bearer tl_abc' https://app.example.org/v1/key")
})

test('a browser key is tried by one event, as its page would send it', () => {
  const { line } = toldKey('tlb_abc', 'https://www.example.org', 'https://app.example.org', fresh)
  expect(line).toContain("-H 'origin: https://www.example.org' -H 'authorization: Bearer tlb_abc'")
  expect(line).toMatch(/https:\/\/app\.example\.org\/v1\/events$/)
  const [, body = ''] = /-d '(.*)' https/.exec(line) ?? []
  expect(JSON.parse(body)).toMatchObject({ event_id: fresh.eventId, event_type: 'user_engaged' })
})
