import { describe, expect, test } from 'vitest'
import { findLinks, linkOf, slugOf } from './links.ts'

describe('the links of a broadcast', () => {
  test('are read out of both link tags, with their codes', () => {
    const text =
      'Hi {{ first_name }}: {{ "https://secure.actblue.com/donate/fall?refcode=tx_0930_a&refcode2=b&amount=25" | sb_actblue }} or ' +
      "{{'https://example.org/why?utm_source=sms&utm_campaign=fall' | sb_link}} Stop2End"
    expect(findLinks(text)).toEqual([
      {
        url: 'https://secure.actblue.com/donate/fall?refcode=tx_0930_a&refcode2=b&amount=25',
        refcodes: { refcode: 'tx_0930_a', refcode2: 'b' },
        place: 'sb_actblue',
      },
      {
        url: 'https://example.org/why?utm_source=sms&utm_campaign=fall',
        utm: { source: 'sms', campaign: 'fall' },
        place: 'sb_link',
      },
    ])
  })

  test('are found with curly quotes, further filters, entities and merge tags in them', () => {
    const text = '{{ “https://secure.actblue.com/donate/x?refcode=a&amp;refcodeSB={{token}}” | sb_link | raw }}'
    expect(findLinks(text)[0]?.refcodes).toEqual({ refcode: 'a', refcodeSB: '{{token}}' })
  })

  test('written out lose the sentence’s own marks, and a short link hides its codes', () => {
    expect(findLinks('Chip in: https://sb.example/aB3. Or (https://example.org/a?refcode=x)!')).toEqual([
      { url: 'https://sb.example/aB3', place: 'text' },
      { url: 'https://example.org/a?refcode=x', refcodes: { refcode: 'x' }, place: 'text' },
    ])
  })

  test('are led on by the client’s own table of short links, by address or by its last part', () => {
    const target = 'https://secure.actblue.com/donate/fall?refcode=tx_1'
    for (const name of ['https://sb.example/aB3', 'sb.example/aB3', 'aB3'])
      expect(findLinks('Go https://sb.example/aB3', { [name]: target })).toEqual([
        { url: target, refcodes: { refcode: 'tx_1' }, place: 'text' },
      ])
    expect(findLinks('Go https://sb.example/constructor')[0]?.url).toBe('https://sb.example/constructor')
  })

  test('are none where there is none, and a blank code is none', () => {
    expect(findLinks('Stop2End {{ first_name }} www.example.org')).toEqual([])
    expect(linkOf('https://example.org/?refcode=&REFCODE2=x')).toEqual({
      url: 'https://example.org/?refcode=&REFCODE2=x',
      refcodes: { refcode2: 'x' },
    })
  })

  test('a click’s short link is known by its last part', () => {
    expect(['https://sb.example/aB3', 'https://sb.example/a/b/?x=1', 'https://sb.example', 'aB3'].map(slugOf)).toEqual([
      'aB3',
      'b',
      undefined,
      undefined,
    ])
  })
})
