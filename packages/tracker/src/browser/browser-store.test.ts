import { describe, expect, it } from 'vitest'
import { fakeBrowser } from '../testing/fake-window.ts'
import { browserStore } from './browser-store.ts'

describe('what a page keeps', () => {
  it('stands in the site’s storage under names of ours, beside what is the site’s own', () => {
    const { window, stored } = fakeBrowser()
    stored.set('cart', '2')
    const store = browserStore(window)
    store.set('session', 's')
    expect([store.get('session'), store.keys(), stored.get('tl.session')]).toEqual(['s', ['session'], 's'])
    store.remove('session')
    expect([store.get('session'), [...stored.keys()]]).toEqual([null, ['cart']])
  })

  it.each(['full', 'forbidden'] as const)('stays in memory where storage is %s, for as long as the page', (storage) => {
    const { window, stored } = fakeBrowser({ storage })
    const store = browserStore(window)
    store.set('q.1', 'event')
    expect([store.get('q.1'), store.keys(), stored.size]).toEqual(['event', ['q.1'], 0])
    store.remove('q.1')
    expect([store.get('q.1'), store.keys()]).toEqual([null, []])
    expect(browserStore(window).get('q.1')).toBeNull()
  })
})

describe('the visitor’s id', () => {
  it('stands in a first-party cookie too, and is found there where storage was emptied', () => {
    const { window, stored, cookiesSet } = fakeBrowser()
    browserStore(window).set('id', '018f-a')
    expect(cookiesSet).toEqual(['tl_id=018f-a;path=/;max-age=34560000;samesite=lax;secure'])
    stored.clear()
    expect(browserStore(window).get('id')).toBe('018f-a')
  })

  it('is the domain’s where that is asked for, and goes from there as well', () => {
    const { window, cookies, cookiesSet } = fakeBrowser()
    const store = browserStore(window, '.example.org')
    store.set('id', '018f-a')
    store.remove('id')
    expect(cookiesSet.every((text) => text.includes(';domain=.example.org'))).toBe(true)
    expect([cookiesSet.length, cookies.size, store.get('id')]).toEqual([2, 0, null])
  })

  it('does without cookies where a sandbox forbids them', () => {
    const store = browserStore(fakeBrowser({ cookies: 'forbidden' }).window)
    store.set('id', '018f-a')
    expect(store.get('id')).toBe('018f-a')
  })
})
