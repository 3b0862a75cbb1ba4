import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildLink } from './build-link.ts'
import { lintLink, type LintCode } from './lint-link.ts'
import { defaultNaming, type Naming } from './naming.ts'
import { formRules } from './testing/form-rules.ts'

const form = 'https://give.forms.example/donate/spring'
const utm = 'utm_source=facebook&utm_medium=cpc&utm_campaign=gala'
const naming: Naming = {
  ...defaultNaming,
  ownHosts: ['example.org'],
  parameters: {
    ...defaultNaming.parameters,
    utm_source: { required: true, allowed: ['facebook', 'newsletter'], pattern: '' },
    utm_campaign: { required: true, allowed: [], pattern: '{campaign}' },
  },
}
const rules = { naming, links: [formRules] }
const codesOf = (url: string, page?: string) => lintLink(url, rules, { page }).map(({ code }) => code)

describe('a link', () => {
  test('with everything it needs has nothing wrong', () => {
    expect(lintLink(`${form}?${utm}&refcode=fb_gala&refcode2=x&amount=25#a`, rules)).toEqual([])
    expect(lintLink(`https://www.elsewhere.example/?${utm}`, rules)).toEqual([])
    expect(
      lintLink(`${form}?utm_source=facebook&utm_medium={{placement}}&utm_campaign=x&refcode={{ad.id}}`, rules),
    ).toEqual([])
  })

  test.each<[LintCode, string, string?]>([
    ['no_url', 'gala'],
    ['no_url', `https://exa mple.org/?${utm}`],
    ['not_https', `http://www.elsewhere.example/?${utm}`],
    ['too_long', `https://www.elsewhere.example/?${utm}&x=${'a'.repeat(5_000)}`],
    ['with_login', `https://ann:secret@www.elsewhere.example/?${utm}`],
    ['untagged', `${form}?amount=25`],
    ['missing', `https://www.elsewhere.example/?utm_source=facebook&utm_campaign=gala`],
    ['no_code', `${form}?${utm}`],
    ['mixed_case', `https://www.elsewhere.example/?${utm.replace('facebook', 'Facebook')}`],
    ['mixed_case', `https://www.elsewhere.example/?${utm.replace('utm_source', 'UTM_Source')}`],
    ['not_allowed', `https://www.elsewhere.example/?${utm.replace('facebook', 'fcebook')}`],
    ['personal_data', `https://www.elsewhere.example/?${utm}&who=ann%40example.org`],
    ['personal_data', `https://www.elsewhere.example/?${utm}&first_name=Ann`],
    ['personal_data', `https://www.elsewhere.example/?${utm}&phone=3125550142`],
    ['twice', `https://www.elsewhere.example/?${utm}&utm_source=facebook`],
    ['twice', `https://www.elsewhere.example/?${utm}&utm_source=newsletter`],
    ['refcodes_differ', `${form}?${utm}&refcode=a&refcode=b`],
    ['refcodes_differ', `${form}?${utm}&refcode=a&Refcode=b`],
    ['code_too_long', `${form}?${utm}&refcode=${'a'.repeat(48)}`],
    ['code_letters', `${form}?${utm}&refcode=fb-gala`],
    ['own_site', `https://www.example.org/give?${utm}`, 'example.org'],
    ['encoded_twice', `https://www.elsewhere.example/?${utm.replace('gala', 'fall%2520gala')}`],
  ])('has %s told of it', (code, url, page) => {
    const found = lintLink(url, rules, { page })
    expect(found.map((each) => each.code)).toContain(code)
    expect(found.every(({ say }) => say.length > 10)).toBe(true)
  })

  test('to one’s own site is well tagged where it stands on somebody else’s page', () => {
    expect(codesOf(`https://www.example.org/give?${utm}`, 'm.facebook.com')).toEqual([])
    expect(codesOf('https://www.example.org/give', 'example.org')).toEqual(['untagged'])
  })

  test('to a form that takes the code to the gift lacks no UTM', () => {
    expect(codesOf(`${form}?refcode=fb_gala`)).toEqual([])
    expect(codesOf(`https://www.elsewhere.example/?refcode=fb_gala`)).toEqual(['missing'])
  })

  test('tells what is lost before what is untidy', () => {
    expect(codesOf(`${form}?${utm.replace('facebook', 'Newsletter')}`)).toEqual(['no_code', 'mixed_case'])
  })

  test('that was built by the rules has no error, and whatever is linted is answered', () => {
    const value = fc.oneof(fc.constantFrom('Spring Gala', 'a+b', '100%', '%25', 'x&y'), fc.string({ maxLength: 12 }))
    let built = 0
    fc.assert(
      fc.property(value, value, value, (utm_medium, utm_campaign, refcode) => {
        const link = buildLink(
          { url: form, values: { utm_source: 'facebook', utm_medium, utm_campaign, refcode }, tokens: {} },
          rules,
        )
        if (!link.ok || link.values.refcode === undefined) return
        built += 1
        expect(
          lintLink(link.url, rules).filter(({ severity, code }) => severity === 'error' && code !== 'encoded_twice'),
        ).toEqual([])
      }),
      { numRuns: 150 },
    )
    expect(built).toBeGreaterThan(15)
    const piece = fc.constantFrom(
      'https://a.example',
      '/',
      '?',
      '&',
      '=',
      '#',
      '%',
      '%25',
      'utm_source',
      'refcode',
      '{{',
      'é',
      ' ',
    )
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => lintLink(pieces.join(''), rules).length >= 0))
  })
})
