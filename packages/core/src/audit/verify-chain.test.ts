import { chainHash, chainStart } from '@throughline/db'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unchecked, verifyChain, type Link } from './verify-chain.ts'

type Entry = Pick<Link, 'at' | 'actor' | 'action' | 'subject' | 'detail'>
const chain = (entries: Entry[]): Link[] => {
  const links: Link[] = []
  for (const [i, entry] of entries.entries()) {
    const previousHash = links.at(-1)?.hash ?? chainStart
    const hash = chainHash(previousHash, i + 1, { ...entry, at: new Date(entry.at) })
    links.push({ ...entry, seq: i + 1, previousHash, hash })
  }
  return links
}
const word = fc.constantFrom('user:1', 'member.removed', 'settings.changed', 'job:doctor')
const entries = fc.array(
  fc.record({
    at: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    actor: word,
    action: word,
    subject: fc.option(word),
    detail: fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.integer(), fc.string(), fc.boolean())),
  }),
  { minLength: 1, maxLength: 8 },
)

describe('a chain of audit rows', () => {
  test('that nobody touched holds, read whole or page by page, whatever order its details’ keys come back in', () => {
    fc.assert(
      fc.property(entries, fc.nat(8), (given, cut) => {
        const links = chain(given)
        const turned = links.map((link) => ({
          ...link,
          detail: Object.fromEntries(Object.entries(link.detail).reverse()),
        }))
        const whole = verifyChain(turned)
        expect(whole).toMatchObject({ ok: true, rows: given.length, brokenAt: null })
        expect(verifyChain(links.slice(cut), verifyChain(links.slice(0, cut)))).toEqual(whole)
      }),
    )
  })

  test('names the row that was altered, in whichever field', () => {
    const alter: ((link: Link) => Link)[] = [
      (link) => ({ ...link, at: new Date(Date.parse(link.at) + 1).toISOString() }),
      (link) => ({ ...link, actor: `${link.actor}x` }),
      (link) => ({ ...link, action: `${link.action}x` }),
      (link) => ({ ...link, subject: link.subject === null ? '' : null }),
      (link) => ({ ...link, detail: { ...link.detail, altered: true } }),
      (link) => ({ ...link, hash: chainStart }),
      (link) => ({ ...link, previousHash: `1${chainStart.slice(1)}` }),
    ]
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(alter.length - 1), (given, at, how) => {
        const links = chain(given)
        const i = at % links.length
        const altered = links.map((link, n) => (n === i ? (alter[how]?.(link) ?? link) : link))
        expect(verifyChain(altered)).toMatchObject({ ok: false, brokenAt: i + 1, rows: i })
      }),
    )
  })

  test('names the row after one that was taken out, and the first of two that changed places', () => {
    const links = chain(
      ['a', 'b', 'c', 'd'].map((action) => ({
        at: '2026-01-01T00:00:00.000Z',
        actor: 'x',
        action,
        subject: null,
        detail: {},
      })),
    )
    expect(verifyChain(links.filter((link) => link.seq !== 2))).toMatchObject({ ok: false, brokenAt: 3 })
    const [a, b, c, d] = links
    expect(verifyChain([a, c, b, d].filter((link) => link !== undefined))).toMatchObject({ ok: false, brokenAt: 3 })
  })

  test('altered and hashed anew breaks at the next row', () => {
    const links = chain(
      ['a', 'b', 'c'].map((action) => ({
        at: '2026-01-01T00:00:00.000Z',
        actor: 'x',
        action,
        subject: null,
        detail: {},
      })),
    )
    const [a, b, c] = links
    if (!a || !b || !c) throw new Error('three links')
    const forged = { ...b, actor: 'y', hash: chainHash(a.hash, 2, { ...b, actor: 'y', at: new Date(b.at) }) }
    expect(verifyChain([a, forged, c])).toMatchObject({ ok: false, brokenAt: 3 })
  })

  test('of no rows holds', () => {
    expect(verifyChain([])).toEqual(unchecked)
  })
})
