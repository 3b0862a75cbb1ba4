import type { TrackedLink } from '@throughline/canonical'
import { fillMacros, type MacroValues } from './macros.ts'
import type { LinkPlaces } from './object-schema.ts'
import { trackedLink, withTags } from './tracked-link.ts'

interface Found {
  place: string
  link: string | null | undefined
  /** Tags of this link alone; the creative's where it has none. */
  tags?: string | null | undefined
}

/**
 * Every link of a creative, from every place Meta keeps one, in the order in which they are to be believed. The same address in
 * two places is one link, of the first place.
 * @param values an ad's own, where the links are to be that ad's
 */
export function linksOf(creative: LinkPlaces, parameters: readonly string[], values: MacroValues = {}): TrackedLink[] {
  const links = new Map<string, TrackedLink>()
  for (const { place, link, tags } of placesOf(creative)) {
    const trimmed = link?.trim()
    if (!trimmed) continue
    const url = fillMacros(withTags(trimmed, tags ?? creative.url_tags), values)
    if (!links.has(url)) links.set(url, trackedLink(url, place, parameters))
  }
  return [...links.values()]
}

function* placesOf(creative: LinkPlaces): Generator<Found> {
  const story = creative.object_story_spec
  for (const name of ['link_data', 'video_data', 'template_data'] as const) {
    const part = story?.[name]
    const at = `object_story_spec.${name}`
    yield { place: `${at}.link`, link: part?.link }
    yield { place: `${at}.call_to_action.value.link`, link: part?.call_to_action?.value?.link }
    for (const [index, child] of (part?.child_attachments ?? []).entries()) {
      const card = `${at}.child_attachments.${index}`
      yield { place: `${card}.link`, link: child.link }
      yield { place: `${card}.call_to_action.value.link`, link: child.call_to_action?.value?.link }
    }
  }
  for (const [index, { website_url: link, url_tags: tags }] of (creative.asset_feed_spec?.link_urls ?? []).entries())
    yield { place: `asset_feed_spec.link_urls.${index}.website_url`, link, tags }
  yield { place: 'link_url', link: creative.link_url }
  yield { place: 'object_url', link: creative.object_url }
  yield { place: 'template_url', link: creative.template_url }
  yield { place: 'template_url_spec.web.url', link: creative.template_url_spec?.web?.url }
}

/** A boosted post's link stands on the post, which ads_read alone does not show. */
export const isUnresolved = (creative: LinkPlaces, links: readonly TrackedLink[]): boolean =>
  links.length === 0 && creative.effective_object_story_id !== undefined
