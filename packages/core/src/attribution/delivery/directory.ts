import type { Channel } from '@throughline/canonical'
import type { Place } from '../place.ts'

/** What ads and campaigns say that their delivery's rows do not. */
export interface Directory {
  channelOf: (source: string, campaign: string) => Channel | undefined
  creativeOf: (kind: 'ad' | 'campaign', source: string, key: string) => string | undefined
}

interface Said {
  channel?: Channel | undefined
  creative?: string | undefined
}
export interface DirectoryRecord {
  kind: string
  source: string
  key: string
  value: Record<string, unknown>
}

/** What of an ad or a campaign decides where its delivery belongs. */
export const saidBy = ({ value }: Pick<DirectoryRecord, 'value'>): Said => ({
  channel: value['channel'] as Channel | undefined,
  creative: value['creative'] as string | undefined,
})

const nameOf = (kind: string, source: string, key: string) => `${kind}\0${source}\0${key}`

export function createDirectory(records: Iterable<DirectoryRecord>): Directory {
  const said = new Map([...records].map((each) => [nameOf(each.kind, each.source, each.key), saidBy(each)]))
  return {
    channelOf: (source, campaign) => said.get(nameOf('campaign', source, campaign))?.channel,
    creativeOf: (kind, source, key) => said.get(nameOf(kind, source, key))?.creative,
  }
}

/**
 * Where delivery belongs: in the channel of its campaign (ads, until that is read), at the creative that its ad shows, or without an ad
 * its campaign. What the row itself names stays.
 */
export function lookUp(place: Place, { channelOf, creativeOf }: Directory): Place {
  const { source, campaign, ad } = place
  if (source === null) return place
  const shown =
    ad !== null
      ? creativeOf('ad', source, ad)
      : campaign !== null
        ? creativeOf('campaign', source, campaign)
        : undefined
  return {
    ...place,
    channel: (campaign === null ? undefined : channelOf(source, campaign)) ?? place.channel,
    creative: place.creative ?? shown ?? null,
  }
}

/** The records that a place is looked up by. */
export const namedIn = ({ source, campaign, ad }: Place): { kind: string; source: string; key: string }[] =>
  source === null
    ? []
    : [
        ...(campaign === null ? [] : [{ kind: 'campaign', source, key: campaign }]),
        ...(ad === null ? [] : [{ kind: 'ad', source, key: ad }]),
      ]
