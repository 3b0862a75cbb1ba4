import { isClickId } from './click-ids.ts'
import { putTogether, takeApart } from './link-text.ts'
import { isRefcode } from './read-tags.ts'

/** The address of the page itself: without UTM, tracking codes and click ids; everything else as it was. */
export function stripTracking(url: string, moreClickIds: readonly string[] = []): string {
  const { base, pairs, fragment } = takeApart(url)
  const own = pairs.filter(({ name }) => !/^utm_/i.test(name) && !isRefcode(name) && !isClickId(name, moreClickIds))
  return own.length === pairs.length ? url : putTogether({ base, pairs: own, fragment })
}
