import { describe, expect, test } from 'vitest'
import { freshnessOf, type Reading } from './freshness.ts'

const now = new Date('2026-11-20T15:00:00Z')
const reading = (more: Partial<Reading>): Reading => ({
  connectionId: '00000000-0000-4000-8000-0000000000c1',
  connector: 'acme',
  name: 'Acme',
  state: 'active',
  say: null,
  everyMinutes: 60,
  stopped: null,
  history: false,
  lastReadAt: '2026-11-20T14:30:00.000Z',
  lastRowAt: null,
  carriesGifts: true,
  lastReceivedAt: null,
  ...more,
})
const said = (more: Partial<Reading>) => {
  const { state, say } = freshnessOf(reading(more), now)
  return { state, say }
}

describe('how fresh a source is', () => {
  test('read within twice its interval and a quarter of an hour is as promised', () => {
    expect(said({})).toEqual({ state: 'fresh', say: null })
    expect(said({ lastReadAt: '2026-11-20T12:45:00.000Z' })).toEqual({ state: 'fresh', say: null })
    expect(said({ lastReadAt: '2026-11-20T12:44:59.000Z' })).toEqual({
      state: 'late',
      say: 'Last read 2 h ago; it is read every 60 min.',
    })
  })

  test('deliveries that come do not hide that reading does not happen', () => {
    const late = reading({ lastReadAt: '2026-11-17T15:00:00.000Z', lastReceivedAt: '2026-11-20T14:59:00.000Z' })
    expect(freshnessOf(late, now)).toMatchObject({
      state: 'late',
      say: 'Last read 3 days ago; it is read every 60 min.',
      lastReadAt: '2026-11-20T14:59:00.000Z',
    })
  })

  test('what needs somebody says what it needs', () => {
    expect(said({ state: 'needs_customer', say: 'Make a new key.' })).toEqual({
      state: 'broken',
      say: 'Make a new key.',
    })
    expect(said({ stopped: 'The provider changed its format.' })).toEqual({
      state: 'broken',
      say: 'The provider changed its format.',
    })
    expect(said({ state: 'paused' }).state).toBe('paused')
    expect(said({ lastReadAt: null })).toEqual({ state: 'never', say: 'Nothing was read yet.' })
    expect(said({ lastReadAt: null, history: true })).toEqual({ state: 'never', say: 'Its history is being read.' })
  })
})
