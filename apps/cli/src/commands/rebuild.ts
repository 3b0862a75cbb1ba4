import { parseArgs } from 'node:util'
import type { ListedTenant } from '@throughline/core/tenants'
import { checkAttribution, followBack, repairAttribution } from '@throughline/core/attribution'
import { checkEvents, repairEventDay } from '@throughline/core/events'
import { checkLedger, checkRowCounts, repairLedger, repairRowCounts, type LedgerCheck } from '@throughline/core/ledger'
import type { Command, Context } from '../command.ts'
import type { Core } from '../compose/core.ts'
import { chosenTenants, withCore } from '../with-core.ts'

export const rebuild: Command = {
  usage: '[--check] [--tenant <slug>]',
  summary: 'compute every movement and strip anew from the facts',
  details: [
    '  --check            only compare: writes nothing, names each row that differs, and ends with code 1 if one is not repaired',
    '  --tenant <slug>    one client instead of all',
    '',
    'Without --check what differs is repaired by movements under cause "reprocess", counts of events in today’s recorded day; what',
    'was reported from is never rewritten.',
  ].join('\n'),
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: { check: { type: 'boolean', default: false }, tenant: { type: 'string' } },
    })
    return withCore(context, 'throughline rebuild', async (core) => {
      let differing = 0
      for (const { tenantId, slug, actor } of await chosenTenants(core, 'rebuild', values.tenant)) {
        const check = await core.door.withTenant(actor, tenantId, async (inside) =>
          values.check
            ? { found: await checkLedger(inside), batch: undefined, off: await checkRowCounts(inside) }
            : { ...(await repairLedger(inside)), off: await repairRowCounts(inside) },
        )
        tell(slug, check.found, context)
        for (const each of check.off)
          context.say(`  counted wrong${values.check ? '' : ', put right'}: ${JSON.stringify(each)}`)
        if (check.batch !== undefined) context.say(`  repaired by batch ${check.batch}`)
        const events = await core.door.withTenant(actor, tenantId, checkEvents)
        const repaired = events.ok || values.check ? '' : ', all repaired'
        if (events.events > 0 || !events.ok)
          context.say(
            `  ${events.events} events on ${events.days} days: ${events.ok ? 'their counts and strips agree' : `${events.differences.length} differ${repaired}`}`,
          )
        for (const each of events.differences) context.say(`  ${JSON.stringify(each)}`)
        if (!values.check)
          for (const day of new Set(events.differences.map((each) => each.day)))
            await core.door.withTenant(actor, tenantId, (inside) => repairEventDay(inside, day))
        const credit = await rebuildCredit(core, { tenantId, actor, check: values.check }, context)
        if (!credit || !check.found.ok || check.off.length > 0 || !events.ok) differing += 1
      }
      return values.check && differing > 0 ? 1 : 0
    })
  },
}

/** What is credited against what facts say; what waits to be followed back is no difference. @returns whether they agree, or do now */
const rebuildCredit = async (
  { door }: Core,
  { tenantId, actor, check }: { tenantId: string; actor: ListedTenant['actor']; check: boolean },
  { say }: Context,
): Promise<boolean> => {
  if (!check) await followBack(door, actor, tenantId)
  const { ok, waiting, journeys, differing, credits, delivery } = await door.withTenant(
    actor,
    tenantId,
    checkAttribution,
  )
  if (waiting) {
    say('  gifts are still being followed back: their credit is not compared')
    return true
  }
  if (ok) {
    if (journeys > 0) say(`  ${journeys} journeys: they and their credit agree`)
    return true
  }
  say(
    `  ${journeys} journeys: ${differing.length} differ, and ${credits.length} sums of credit and ${delivery.length} of delivery${check ? '' : ', all repaired'}`,
  )
  for (const each of [...differing, ...credits, ...delivery]) say(`  ${JSON.stringify(each)}`)
  if (check) return false
  await door.withTenant(actor, tenantId, repairAttribution)
  await followBack(door, actor, tenantId)
  return (await door.withTenant(actor, tenantId, checkAttribution)).ok
}

const tell = (slug: string, { ok, batch, facts, movements, days, differences }: LedgerCheck, { say }: Context) => {
  const seen = `${facts} facts, ${movements} movements, ${days} days up to batch ${batch}`
  say(
    `${slug}: ${differences.length === 0 ? 'agrees' : `${differences.length} differ${ok ? ', all repaired' : ''}`} (${seen})`,
  )
  for (const difference of differences) say(`  ${JSON.stringify(difference)}`)
}
