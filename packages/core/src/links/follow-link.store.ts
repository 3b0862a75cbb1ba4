import { sql, type Database } from '@throughline/db'
import { isClickId } from './click-ids.ts'
import { clickIdOf, codeSyntax } from './click-id.ts'
import { isMachine, type Asked } from './is-machine.ts'
import { encoded, putTogether, takeApart } from './link-text.ts'

/** Somebody followed a link. Of them nothing is kept. */
export interface Click {
  clickId: string
  tenantId: string
  linkId: string
  at: Date
}
export interface Followed {
  location: string
  /** Null where a machine asked: it is led on and not counted. */
  click: Click | null
}

const mostPassedOn = 400

/**
 * Where a short link leads: one read by one index. Only what is stored is ever led to; of the asked address nothing is taken over but
 * click ids of others, which ad platforms hang on whatever is clicked.
 * @returns undefined for a code that is nobody's, or archived
 */
export async function followLink(
  database: Pick<Database, 'call'>,
  asked: Asked & { code: string; search: string; now: Date },
): Promise<Followed | undefined> {
  const code = asked.code.toLowerCase()
  if (!codeSyntax.test(code)) return undefined
  const [found] = await database.call<{
    tenant_id: string
    link_id: string
    target: string
    click_parameter: string
    archived: boolean
  }>(sql`select * from find_tracked_link(${code})`)
  if (!found || found.archived) return undefined
  const link = takeApart(found.target)
  const pairs = [...link.pairs]
  for (const pair of takeApart(asked.search.slice(0, 4_000)).pairs)
    if (
      pair.value !== '' &&
      pair.value.length <= mostPassedOn &&
      isClickId(pair.name) &&
      !pairs.some(({ name }) => name === pair.name)
    )
      pairs.push({ ...pair, text: `${encoded(pair.name)}=${encodeURIComponent(pair.value.toWellFormed())}` })
  if (isMachine(asked)) return { location: putTogether({ ...link, pairs }), click: null }
  const clickId = clickIdOf(code)
  const at = pairs.findIndex(({ name, value }) => name === found.click_parameter && value === '')
  if (at >= 0) pairs.splice(at, 1)
  pairs.push({ name: found.click_parameter, value: clickId, text: `${found.click_parameter}=${clickId}` })
  return {
    location: putTogether({ ...link, pairs }),
    click: { clickId, tenantId: found.tenant_id, linkId: found.link_id, at: asked.now },
  }
}
