import { creditChannels } from '../place.ts'
import { groupPlaces } from '../compare/group-places.ts'
import type { PathsFound } from '../compare/find-paths.ts'
import type { PathsInput } from '../compare/work.ts'
import { loadColumns } from './load-columns.ts'
import type { PathsView, ViewFilter } from './views.ts'
import type { ViewDeps, Within } from './within.ts'

/** How the gifts of a range came about: paths, numbers of touches, days from the first touch. */
export async function pathsView(within: Within, deps: ViewDeps, input: ViewFilter): Promise<PathsView> {
  const { ground, columns, filter } = await within((inside) => loadColumns(inside, deps, input))
  const work: PathsInput = { columns, filter, channelOf: groupPlaces(ground.places.byNo, 'channel').channelOf }
  const found = await deps.threads.run<PathsFound>('paths', work)
  return {
    ...found,
    batch: ground.moment.batch,
    currency: ground.currency,
    top: found.top.map((path) => ({ ...path, channels: path.channels.map((no) => creditChannels[no] ?? 'other') })),
  }
}
