import { connector } from '@throughline/connector-actblue'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildLink, type BuildRequest } from './build-link.ts'
import { readTags } from './read-tags.ts'
import { defaultNaming, parseNaming, type Naming } from './naming.ts'
import { stripTracking } from './strip-tracking.ts'
import { formRules } from './testing/form-rules.ts'

const form = 'https://give.forms.example/donate/spring'
const rules = { naming: defaultNaming, links: [formRules] }
const full = { utm_source: 'facebook', utm_medium: 'cpc', utm_campaign: 'Spring Gala' }
const build = (request: Partial<BuildRequest> & { url: string }, naming: Naming = defaultNaming) =>
  buildLink({ values: full, tokens: {}, ...request }, { ...rules, naming })
const urlOf = (built: ReturnType<typeof build>) => (built.ok ? built.url : built.problems)
const withRule = (name: keyof Naming['parameters'], rule: Partial<Naming['parameters']['refcode']>): Naming => ({
  ...defaultNaming,
  parameters: { ...defaultNaming.parameters, [name]: { ...defaultNaming.parameters[name], ...rule } },
})

describe('a built link', () => {
  test('has its tags behind what the address had, in small letters, its fragment last', () => {
    expect(urlOf(build({ url: `${form}?amount=25&b=%7E#team`, values: { ...full, refcode: 'FB Gala' } }))).toBe(
      `${form}?amount=25&b=%7E&utm_source=facebook&utm_medium=cpc&utm_campaign=spring_gala&refcode=fb_gala#team`,
    )
  })

  test('keeps a tag that it had and nobody typed, and has each but once', () => {
    const url = `${form}?UTM_Source=Facebook&amount=1&utm_source=other`
    expect(urlOf(build({ url, values: { ...full, utm_source: '' } }))).toBe(
      `${form}?utm_source=facebook&amount=1&utm_medium=cpc&utm_campaign=spring_gala`,
    )
  })

  test('leaves what a platform fills in its place', () => {
    const values = { ...full, utm_content: '{{ad.name}}', refcode: 'fb_{{ad.id}}' }
    expect(urlOf(build({ url: form, values }))).toContain('utm_content={{ad.name}}&refcode=fb_{{ad.id}}')
  })

  test('has codes that come through a form: letters, digits and underscores', () => {
    expect(urlOf(build({ url: form, values: { ...full, refcode: 'Añejo — fall/№ 7' } }))).toContain(
      'refcode=anejo_fall_no_7',
    )
    const elsewhere = build({ url: 'https://www.example.org/', values: { ...full, refcode: 'fall-7' } })
    expect(urlOf(elsewhere)).toContain('refcode=fall-7')
  })

  test('is made of a pattern where nothing was typed', () => {
    const naming = withRule('refcode', { pattern: 'fb_{campaign}_{date}_{creative}', required: true })
    const tokens = { campaign: 'Spring Gala', date: '20261121', creative: 'Video 1' }
    expect(urlOf(build({ url: form, tokens }, naming))).toContain('refcode=fb_spring_gala_20261121_video_1')
    expect(build({ url: form, tokens: { campaign: 'x' } }, naming)).toMatchObject({
      ok: false,
      problems: [{ field: 'refcode', code: 'missing_token', say: expect.stringContaining('date, creative') as string }],
    })
  })

  test('says what was written otherwise', () => {
    const built = build({ url: `${form}?utm_source=FaceBook`, values: { ...full, utm_source: '' } })
    expect(built).toMatchObject({
      ok: true,
      notes: [
        { field: 'utm_source', say: 'The link had “FaceBook”: it is written “facebook” by the rules here.' },
        { field: 'utm_campaign', say: '“Spring Gala” is written “spring_gala” by the rules here.' },
      ],
    })
  })

  test.each([
    ['no address', 'spring gala', full, defaultNaming, { field: 'url', code: 'no_url' }],
    ['a script', 'javascript://x.example/%0aalert(1)', full, defaultNaming, { field: 'url', code: 'no_url' }],
    ['an address without https', 'http://example.org/', full, defaultNaming, { field: 'url', code: 'not_https' }],
    [
      'a password in the address',
      'https://a:b@example.org/',
      full,
      defaultNaming,
      { field: 'url', code: 'with_login' },
    ],
    [
      '5,000 characters',
      `https://example.org/?x=${'a'.repeat(5_000)}`,
      full,
      defaultNaming,
      { field: 'url', code: 'too_long' },
    ],
    [
      'a tag that is needed',
      form,
      { ...full, utm_medium: '' },
      defaultNaming,
      { field: 'utm_medium', code: 'missing' },
    ],
    [
      'a value that is not allowed',
      form,
      full,
      withRule('utm_source', { allowed: ['fb'] }),
      { field: 'utm_source', code: 'not_allowed' },
    ],
    [
      'another shape',
      form,
      { ...full, refcode: 'x_gala' },
      withRule('refcode', { pattern: 'fb_{campaign}' }),
      { field: 'refcode', code: 'wrong_shape' },
    ],
    [
      'a code that would be cut',
      form,
      { ...full, refcode: 'a'.repeat(48) },
      defaultNaming,
      { field: 'refcode', code: 'value_too_long' },
    ],
    [
      'an address of a person',
      form,
      { ...full, utm_term: 'ann@example.org' },
      defaultNaming,
      { field: 'utm_term', code: 'personal_data' },
    ],
    [
      'a number of a person',
      form,
      { ...full, utm_term: '312-555-0142' },
      defaultNaming,
      { field: 'utm_term', code: 'personal_data' },
    ],
  ])('is none with %s, which is told by name', (_, url, values, naming, problem) => {
    expect(build({ url, values }, naming)).toMatchObject({ ok: false, problems: [problem] })
  })

  const value = fc.oneof(
    fc.constantFrom('', 'facebook', 'Paid Social', 'a+b', '100%', 'x&y=z', 'naïve', '{{ad.id}}', '%25', 'fall#1'),
    fc.string({ maxLength: 20, unit: 'grapheme' }),
  )
  const request = fc.record({
    url: fc
      .tuple(
        fc.constantFrom(form, 'https://www.example.org', 'https://www.example.org/a%20b'),
        fc.array(
          fc.constantFrom('amount=25', 'a=%7E', 'b', 'utm_source=X', 'UTM_TERM=a+b', 'refcode=q', 'refcode=r', 'c='),
          { maxLength: 6 },
        ),
        fc.constantFrom('', '#', '#team?x=1'),
      )
      .map(([base, pairs, fragment]) => `${base}${pairs.length > 0 ? '?' : ''}${pairs.join('&')}${fragment}`),
    values: fc.record({
      utm_source: value,
      utm_medium: value,
      utm_campaign: value,
      utm_content: value,
      refcode: value,
      refcode2: value,
    }),
    tokens: fc.record({ campaign: value, creative: value }),
  })
  const patterned = withRule('utm_content', { pattern: '{campaign}_{creative}' })

  test('built again is itself, also with nothing typed, and what was typed can be read from it', () => {
    let built = 0
    fc.assert(
      fc.property(request, (wanted) => {
        const once = build(wanted, patterned)
        if (!once.ok) return
        built += 1
        expect(urlOf(build({ ...wanted, url: once.url }, patterned))).toBe(once.url)
        expect(urlOf(build({ url: once.url, values: {} }, patterned))).toBe(once.url)
        expect(readTags(once.url).utm.source?.original).toBe(once.values.utm_source)
        expect(stripTracking(once.url)).toBe(stripTracking(wanted.url).replace(/\?&*(?=#|$)/, ''))
      }),
      { numRuns: 2_000 },
    )
    expect(built).toBeGreaterThan(200)
  })
})

describe('rules of naming', () => {
  test.each([
    [
      'large letters allowed and small ones wanted',
      withRule('utm_source', { allowed: ['Facebook'] }),
      'utm_source.allowed',
      '“facebook”',
    ],
    ['a space allowed', withRule('utm_source', { allowed: ['paid social'] }), 'utm_source.allowed', '“paid_social”'],
    [
      'one value twice',
      { ...withRule('utm_source', { allowed: ['A', 'a'] }), letters: 'as_typed' as const },
      'utm_source.allowed',
      'twice',
    ],
    [
      'a value that is too long',
      { ...withRule('utm_source', { allowed: ['a'.repeat(20)] }), longest: 10 },
      'utm_source.allowed',
      'more than 10',
    ],
    ['a token that nobody knows', withRule('refcode', { pattern: '{campaing}' }), 'refcode.pattern', '{campaing}'],
    ['a brace that stands alone', withRule('refcode', { pattern: '{campaign' }), 'refcode.pattern', 'brace'],
    ['a pattern of itself', withRule('utm_source', { pattern: '{source}_x' }), 'utm_source.pattern', 'itself'],
    ['a pattern in large letters', withRule('refcode', { pattern: 'FB_{campaign}' }), 'refcode.pattern', 'breaks'],
    [
      'a pattern that nothing allowed has',
      withRule('refcode', { pattern: 'fb_{campaign}', allowed: ['tw_x'] }),
      'refcode.pattern',
      'None of the allowed',
    ],
  ])('that contradict themselves are refused: %s', (_, naming, field, words) => {
    expect(() => parseNaming(naming)).toThrow(words)
    expect(() => parseNaming(naming)).toThrow(expect.objectContaining({ field: `naming.parameters.${field}` }) as Error)
  })

  test('that everybody begins with, and sound ones of one’s own, are taken', () => {
    expect(parseNaming(structuredClone(defaultNaming))).toEqual(defaultNaming)
    const own = withRule('refcode', { pattern: 'fb_{campaign}', allowed: ['fb_gala'] })
    expect(parseNaming(own)).toEqual(own)
  })
})

test('tracking comes off an address, and nothing else does', () => {
  const page = 'https://www.example.org/a?x=1&y=%7E#part'
  expect(stripTracking('https://www.example.org/a?utm_source=a&x=1&fbclid=Z&refcode2=b&y=%7E&RefCode=q#part')).toBe(
    page,
  )
  expect(stripTracking(page)).toBe(page)
})

test('what the links of a real form may carry is said by its connector, and kept to', () => {
  const links = connector.links ? [connector.links] : []
  const url = 'https://secure.actblue.com/donate/spring_gala?amount=25&recurring=1#top'
  const built = buildLink(
    { url, values: { ...full, refcode: 'FB – Spring', refcode2: 'a.b' }, tokens: {} },
    { naming: defaultNaming, links },
  )
  expect(urlOf(built)).toContain('refcode=fb_spring&refcode2=a_b#top')
  const long = { ...full, refcode2: 'x'.repeat(48) }
  expect(buildLink({ url, values: long, tokens: {} }, { naming: defaultNaming, links })).toMatchObject({
    ok: false,
    problems: [{ field: 'refcode2', code: 'value_too_long' }],
  })
})
