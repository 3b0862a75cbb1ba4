import { parseArgs } from 'node:util'
import { firstKept, letGoOfEvents, monthsBack, oldEvents } from '@throughline/core/events'
import { dropEventMonth, oldEventMonths } from '@throughline/db'
import { StartFailure } from '@throughline/db/embedded'
import type { Command, Context } from '../command.ts'
import { chosenTenants, withCore } from '../with-core.ts'

const usualMonths = 13

export const events: Command = {
  usage: 'forget [--before YYYY-MM] [--dry-run]',
  summary: 'drop whole months of old events, keeping what was counted of them',
  details: [
    '  --before YYYY-MM   the first month that is kept; else THROUGHLINE_EVENTS_KEPT_MONTHS (13) whole ones beside this one',
    '  --dry-run          only say which months would go, with their rows and bytes',
    '',
    'A month holds the events of all clients. Counts stay, and so does who did what on which day, packed; each event’s own time,',
    'properties and id go. Nothing of that time is taken any more, by an import neither. Every client’s audit tells of it.',
    'Nothing of the last 35 days can go. Ended midway, give it again.',
  ].join('\n'),
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      options: { before: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    if (positionals.join(' ') !== 'forget')
      throw new StartFailure('Say what to do with events: "throughline events forget".')
    const before = firstDay(values.before, context)
    const { say, bar } = context
    return withCore(context, 'throughline events forget', async (core, { logins }) => {
      const months = await oldEventMonths(core.database, before)
      if (months.length === 0) {
        say(`No month of events lies before ${before}.`)
        return
      }
      const tenants = await chosenTenants(core, 'events forget', undefined)
      const rows = new Map<string, number>()
      for (const { tenantId, actor } of tenants) {
        const asked = { from: `${months[0]?.month}-01`, before }
        const found = await core.door.withTenant(actor, tenantId, (inside) => oldEvents(inside, asked))
        for (const [month, n] of found) rows.set(month, (rows.get(month) ?? 0) + n)
      }
      for (const { month, bytes } of months)
        say(`${month}  ${number(rows.get(month) ?? 0)} events  ${number(Math.ceil(bytes / 1024))} kB`)
      if (values['dry-run']) {
        say('Nothing was dropped. Without --dry-run these months go; what was counted of them stays.')
        return
      }
      for (const [i, tenant] of tenants.entries()) {
        const slice = () => bar.show(`letting go of ${tenant.slug}’s events`, i / tenants.length)
        await letGoOfEvents(core.door, tenant, { before, now: context.now(), slice })
      }
      bar.clear()
      for (const { month } of months) await dropEventMonth(logins.owner, month)
      say(
        `${months.length === 1 ? 'That month is' : `Those ${months.length} months are`} gone. Counts are as they were.`,
      )
    })
  },
}

function firstDay(said: string | undefined, { env, now }: Context): string {
  const kept = Number(env['THROUGHLINE_EVENTS_KEPT_MONTHS'] ?? usualMonths)
  if (!Number.isInteger(kept) || kept < 1)
    throw new StartFailure('THROUGHLINE_EVENTS_KEPT_MONTHS is to be a whole number, 1 or more.')
  const first = firstKept(said ?? monthsBack(kept, now()), now())
  if ('why' in first) throw new StartFailure(first.why)
  return first.day
}

const number = (n: number): string => new Intl.NumberFormat('en').format(n)
