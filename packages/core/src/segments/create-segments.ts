import { Conflict, Invalid, NotFound } from '@throughline/canonical'
import type { Actor, Inside } from '@throughline/db'
import { batchAt, writeOwnFacts, zoneAt } from '../ledger/index.ts'
import { createMaskedNames } from '../metrics/masked-names.ts'
import { todayIn } from '../metrics/today.ts'
import { requireMay } from '../tenants/index.ts'
import { readSegments, segmentFact, type Segment } from './definitions.store.ts'
import { changedMembers } from './members.ts'
import { readRule } from './read-rule.ts'
import { namedBy } from './rule.ts'
import type { Segments, SegmentsDeps } from './segments.ts'
import { keptMembers } from './state.store.ts'
import { listSegments, viewSegment } from './view-segments.ts'
import { rulesOf, whoIsIn, workOutSegments } from './work-out.ts'

const longestName = 80
/** The segments that one tenant may have. */
const mostSegments = 200

export function createSegments({ door, notifier, queue, secrets, now, newId }: SegmentsDeps): Segments {
  const maskedNames = createMaskedNames(secrets, now)
  const within = <T>(
    permission: 'segments.read' | 'segments.write',
    actor: Actor,
    tenantId: string,
    fn: (inside: Inside) => Promise<T>,
  ) =>
    door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, permission)
      return fn(inside)
    })
  const reading = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    within('segments.read', actor, tenantId, fn)
  /**
   * Says something of a segment, then works that one out: in a transaction of its own, since whoever says something holds up all
   * who write facts. What else follows from it is worked out by the job.
   */
  const writing = async (
    actor: Actor,
    tenantId: string,
    fn: (inside: Inside, segments: readonly Segment[]) => Promise<{ batch: number | undefined; id: string }>,
  ): Promise<{ id: string; size: number }> => {
    const { batch, id } = await within('segments.write', actor, tenantId, async (inside) =>
      fn(inside, await readSegments(inside)),
    )
    if (batch !== undefined) notifier.tell({ tenantId, kind: 'batch', batch })
    try {
      return await within('segments.write', actor, tenantId, async (inside) => {
        await workOutSegments(inside, now(), [id])
        return { id, size: (await keptMembers(inside, id))?.members.length ?? 0 }
      })
    } finally {
      await queue.add({ tenantId, kind: 'segment-people', attempt: 0 })
    }
  }
  const say = (inside: Inside, id: string, value: Record<string, unknown> | null) =>
    writeOwnFacts(inside, [{ kind: segmentFact, key: id, value }], { cause: 'rule_change', now: now() })

  return {
    list: (actor, tenantId) => reading(actor, tenantId, listSegments),
    one: (actor, tenantId, id) => reading(actor, tenantId, (inside) => viewSegment(inside, id, maskedNames)),
    preview: (actor, tenantId, { id, rule: sent }) =>
      // Whoever may not save a rule has no use for what it would come to, which is dear to work out.
      within('segments.write', actor, tenantId, async (inside) => {
        const segments = await readSegments(inside)
        const own = id === undefined ? undefined : known(segments, id)
        const rule = readRule(sent, own, segments)
        const [{ batch }, zone] = [await batchAt(inside), await zoneAt(inside)]
        const { day } = todayIn(zone, now())
        const { members, people } = await whoIsIn(inside, [rule], { rules: rulesOf(segments), batch, day })
        const is = members[0] ?? new Int32Array()
        const was = id === undefined ? undefined : (await keptMembers(inside, id))?.members
        const changed = was && changedMembers(was, is)
        return {
          ...{ size: is.length, people },
          change: changed ? { entered: changed.entered.length, gone: changed.gone.length } : null,
        }
      }),
    save: (actor, tenantId, { id: asked, name: typed, rule: sent }) =>
      writing(actor, tenantId, async (inside, segments) => {
        const own = asked === undefined ? undefined : known(segments, asked)
        const name = nameOf(typed, own?.id, segments)
        if (!own && segments.length >= mostSegments)
          throw new Invalid(
            `A client has at most ${mostSegments} segments. Change one, or archive what nobody uses.`,
            'name',
          )
        const rule = readRule(sent, own && { id: own.id, name }, segments)
        const id = own?.id ?? newId()
        return { id, batch: await say(inside, id, { name, rule, archivedAt: null }) }
      }),
    async reset(actor, tenantId, id) {
      await writing(actor, tenantId, async (inside, segments) => {
        if (!known(segments, id).standard)
          throw new Invalid('Only a standard segment can be as it comes. Archive this one instead.', 'id')
        return { id, batch: await say(inside, id, null) }
      })
    },
    async archive(actor, tenantId, { id, archived }) {
      await writing(actor, tenantId, async (inside, segments) => {
        const { name, rule } = known(segments, id)
        const [user] = segments.filter((each) => each.archivedAt === null && namedBy(each.rule).includes(id))
        if (archived && user)
          throw new Conflict(`“${user.name}” names this segment. Change its rule first, or archive it too.`)
        return { id, batch: await say(inside, id, { name, rule, archivedAt: archived ? now().toISOString() : null }) }
      })
    },
  }
}

function known(segments: readonly Segment[], id: string): Segment {
  const segment = segments.find((each) => each.id === id)
  if (!segment) throw new NotFound('No such segment.')
  return segment
}

function nameOf(typed: string, own: string | undefined, segments: readonly Segment[]): string {
  const name = typed.trim()
  if (name === '' || name.length > longestName) throw new Invalid(`A name has 1 to ${longestName} characters.`, 'name')
  if (segments.some((each) => each.id !== own && each.name.toLowerCase() === name.toLowerCase()))
    throw new Invalid('Another segment has this name. Choose one that tells them apart.', 'name')
  return name
}
