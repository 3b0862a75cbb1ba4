import { sql, type Inside } from '@throughline/db'
import { readPlaces } from '../../../attribution/places.store.ts'
import { placeIn } from '../../../attribution/place.ts'
import { creditChannelOf } from '../../stores/counts-of-events.ts'
import { placeRows, type PlacePart, type PlaceRows } from '../../stores/place-rows.ts'
import type { ActivityColumns } from '../columns.ts'
import { peopleFrame, type PeopleFrame } from '../frame.store.ts'
import { giftMoments } from '../gift-moments.ts'
import { readActivity, readGifts } from '../read-columns.store.ts'
import { readTouches } from '../read-touches.store.ts'
import { collectSeen, type Seen } from '../seen.ts'
import { segmentsAsked, type SegmentsAsked } from '../segments-asked.store.ts'
import type { Moments } from '../moments.ts'
import type { Asked } from './giving.store.ts'

/** What people saw or did on the days of a question, and what is needed to say of whom and where. */
export interface SeenRead {
  seen: Seen
  /** Everybody's gifts from the first of the days on; none unless they were wanted. */
  gifts: Moments
  frame: PeopleFrame
  places: PlaceRows
  segments: SegmentsAsked
}

/** Reads events that count, with what sources tell of touches where that is wanted too. */
export async function readSeen(
  inside: Inside,
  asked: Asked,
  {
    counts,
    touches,
    gifts,
    tagOf,
  }: {
    counts: (kind: number, channel: number) => boolean
    touches: boolean
    gifts: boolean
    /** What each event is to whoever asks. */
    tagOf?: ((kind: number) => number) | undefined
  },
): Promise<SeenRead> {
  const { batch, range } = asked
  const frame = await peopleFrame(inside, asked)
  const columns = await readActivity(inside, { ...range, batch }, ['sec', 'campaign', 'creative', 'channel'])
  const told = touches ? await readTouches(inside, { ...range, batch }) : []
  const given = gifts ? await readGifts(inside, { from: range.from, to: '9999-12-31', batch }) : undefined
  const { roots } = frame
  const { rows, placeOf } = await placesOf(inside, columns)
  return {
    seen: collectSeen(columns, told, { batch, roots, counts, placeOf, tagOf }),
    gifts: given ? giftMoments(given, { batch, roots }) : nobody,
    frame,
    places: rows,
    segments: await segmentsAsked(inside, asked, roots),
  }
}

const nobody: Moments = {
  people: new Uint32Array(),
  from: new Uint32Array(1),
  day: new Int32Array(),
  sec: new Uint32Array(),
  tag: new Uint8Array(),
}

/** Where events came from, by the numbers that strips hold. */
async function placesOf(inside: Pick<Inside, 'db'>, columns: ActivityColumns) {
  const [{ byNo }, campaigns, creatives] = [
    await readPlaces(inside),
    await namesOf(inside, 'campaign', columns.campaign),
    await namesOf(inside, 'creative', columns.creative),
  ]
  return {
    rows: placeRows(byNo.values()),
    placeOf: (campaignNo: number, creativeNo: number, channel: number): PlacePart | undefined => {
      const by = creditChannelOf(channel)
      const campaign = campaigns.get(campaignNo) ?? null
      if (by === undefined && campaign === null) return undefined
      return { ...placeIn(by ?? 'other'), source: 'events', campaign, creative: creatives.get(creativeNo) ?? null }
    },
  }
}

async function namesOf(
  { db }: Pick<Inside, 'db'>,
  of: 'campaign' | 'creative',
  numbers: Uint32Array | null,
): Promise<Map<number, string>> {
  const met = new Set(numbers ?? [])
  const rows = await db.execute<{ no: number; name: string }>(sql`
    select no, name from event_name where "of" = ${of} and no = any (${`{${[...met].join(',')}}`}::int[])`)
  return new Map(rows.map(({ no, name }) => [no, name]))
}
