import { describe, expect, test } from 'vitest'
import { creativeShapes } from './emulator-seed.ts'
import { isUnresolved, linksOf } from './links.ts'
import { fillMacros } from './macros.ts'
import { LinkPlaces } from './object-schema.ts'
import { trackedLink, withTags } from './tracked-link.ts'

const read = (shape: string, values = {}) =>
  linksOf(LinkPlaces.parse({ id: '1', ...creativeShapes[shape] }), [], values).map(({ place, refcodes, utm }) => ({
    place,
    ...refcodes,
    ...(utm ? { utm } : {}),
  }))

describe('the links of a creative', () => {
  test('stand in a link ad once, though its button says the same', () => {
    expect(read('link')).toEqual([{ place: 'object_story_spec.link_data.link', refcode: 'fb_link' }])
  })

  test('are several in a carousel, each with codes of its own', () => {
    expect(read('carousel')).toEqual([
      { place: 'object_story_spec.link_data.link', refcode: 'fb_all' },
      { place: 'object_story_spec.link_data.child_attachments.0.link', refcode: 'fb_card1' },
      { place: 'object_story_spec.link_data.child_attachments.1.link', refcode: 'fb_card2', refcode2: 'b' },
    ])
  })

  test('stand behind a video’s button, with the tags after them; of a code in both the link’s own counts', () => {
    const [link, ...others] = linksOf(LinkPlaces.parse({ id: '1', ...creativeShapes.video }), [], { 'ad.id': '42' })
    expect(others).toEqual([])
    expect(link).toEqual({
      url: 'https://secure.actblue.com/donate/synthetic_fall?refcode=fb_video_42&utm_source=facebook&utm_content=42&refcode=clash',
      place: 'object_story_spec.video_data.call_to_action.value.link',
      refcodes: { refcode: 'fb_video_42' },
      utm: { source: 'facebook', content: '42' },
    })
  })

  test('stand in an asset feed, one of them with tags of its own', () => {
    expect(read('feed', { 'campaign.name': 'Fall & more' })).toEqual([
      { place: 'asset_feed_spec.link_urls.0.website_url', refcode: 'fb_feed1' },
      { place: 'asset_feed_spec.link_urls.1.website_url', refcode: 'fb_feed2', utm: { campaign: 'Fall & more' } },
    ])
  })

  test('stand in templates and in the older fields', () => {
    expect(read('catalogue')).toEqual([
      { place: 'object_story_spec.template_data.link', refcode: 'fb_tpl' },
      { place: 'template_url_spec.web.url', refcode: 'fb_spec' },
    ])
    expect(read('old')).toEqual([{ place: 'link_url', refcode: 'fb_old' }, { place: 'object_url' }])
  })

  test('of a boosted post stand on the post and cannot be read', () => {
    const boosted = LinkPlaces.parse({ id: '1', ...creativeShapes.boosted })
    expect(isUnresolved(boosted, linksOf(boosted, []))).toBe(true)
    const old = LinkPlaces.parse({ id: '1', ...creativeShapes.old })
    expect(isUnresolved(old, linksOf(old, []))).toBe(false)
  })

  test('that changed their shape are left out, and the row is kept', () => {
    const strange = {
      id: '1',
      link_url: 'https://a.example/?refcode=x',
      object_story_spec: { link_data: 'text' },
      asset_feed_spec: [],
    }
    expect(linksOf(LinkPlaces.parse(strange), [])).toHaveLength(1)
  })
})

describe('macros', () => {
  const values = { 'ad.id': '1', 'ad.name': 'A&B=C', 'adset.name': 'Ä 1 %', 'campaign.id': '3' }

  test('are filled in with an ad’s own values as URL text', () => {
    expect(
      fillMacros('https://x.example/?a={{ad.id}}&b={{ ad.name }}&c={{adset.name}}&d=%7B%7Bcampaign.id%7D%7D', values),
    ).toBe('https://x.example/?a=1&b=A%26B%3DC&c=%C3%84%201%20%25&d=3')
  })

  test('of the moment of showing, and values that are not known, stay', () => {
    expect(fillMacros('?p={{placement}}&s={{site_source_name}}&i={{adset.id}}', values)).toBe(
      '?p={{placement}}&s={{site_source_name}}&i={{adset.id}}',
    )
  })
})

describe('a tracked link', () => {
  test('carries refcodes, utm and what the client names, the first of two', () => {
    const url =
      'https://x.example/f?refcode=a+b&RefCode2=c&utm_source=fb&utm_source=ig&source_code=s&x=1&refcode=z#refcode=no'
    expect(trackedLink(url, 'p', ['Source_Code'])).toEqual({
      url,
      place: 'p',
      refcodes: { refcode: 'a b', RefCode2: 'c', source_code: 's' },
      utm: { source: 'fb' },
    })
  })

  test('with nothing to track has neither, and broken escapes are kept as they are', () => {
    expect(trackedLink('https://x.example/?a=1', 'p', [])).toEqual({ url: 'https://x.example/?a=1', place: 'p' })
    expect(trackedLink('https://x.example/?refcode=50%', 'p', []).refcodes).toEqual({ refcode: '50%' })
  })

  test('takes tags before its fragment', () => {
    expect(withTags('https://x.example/p#top', '?a=1')).toBe('https://x.example/p?a=1#top')
    expect(withTags('https://x.example/p?b=2', 'a=1')).toBe('https://x.example/p?b=2&a=1')
    expect(withTags('https://x.example/p?', '&a=1')).toBe('https://x.example/p?a=1')
    expect(withTags('https://x.example/p', '  ')).toBe('https://x.example/p')
  })
})
