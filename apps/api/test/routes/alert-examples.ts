import { cast } from '@throughline/db/testing'
import type { Example } from './example.ts'
import { forViewers, notForViewers, ownThings, rows, some } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
let count = 0

/** An alert, as the watch opens one. */
const alert = async (f: Furnished): Promise<string> => {
  const id = f.newId()
  await f.t
    .superuser`insert into alert (tenant_id, alert_id, rule, subject, severity, state, say, link, opened_at, last_seen_at, occurrences, events)
    values (${cast.harbor}, ${id}, 'connection-waits', ${`connection:${id}`}, 'warning', 'open', '{"name":"ActBlue","why":"sign in."}', '/connections', ${f.now()}, ${f.now()}, 1, 1)`
  await f.t.superuser`insert into alert_event (tenant_id, alert_id, event_no, at, kind, actor, detail)
    values (${cast.harbor}, ${id}, 1, ${f.now()}, 'opened', 'job:watch', '{}')`
  return id
}
const channel = () => ({
  ...{ tenant, of: 'client', channelId: null, kind: 'slack', name: `Team ${(count += 1)}`, key: null, people: [] },
  ...{ address: 'https://hooks.example.org/services/T0/B0/x', severities: ['critical'], rules: null, isOn: true },
})
const made = async (f: Furnished): Promise<string> => {
  const olive = await f.as('olive')
  const { data } = await olive.mutate('alerts.saveChannel', channel())
  return (data as { channelId: string }).channelId
}

/** Alerts, and who is told of them. */
export const alertExamples: Example[] = [
  {
    route: 'query alerts.list',
    as: 'carla',
    input: async (f) => {
      await alert(f)
      return { tenant }
    },
    filled: rows,
    others: forViewers,
  },
  {
    route: 'query alerts.one',
    as: 'sam',
    input: async (f) => ({ tenant, alertId: await alert(f) }),
    others: forViewers,
  },
  { route: 'query alerts.count', as: 'sam', input: () => ({ tenant }), others: forViewers },
  {
    route: 'query alerts.ofAgency',
    as: 'sam',
    input: async (f) => void (await alert(f)),
    filled: some,
    others: ownThings,
  },
  {
    route: 'mutation alerts.acknowledge',
    as: 'sam',
    input: async (f) => ({ tenant, alertIds: [await alert(f)] }),
    others: notForViewers,
  },
  {
    route: 'mutation alerts.snooze',
    as: 'sam',
    input: async (f) => ({
      tenant,
      alertIds: [await alert(f)],
      until: new Date(f.now().getTime() + 3_600_000).toISOString(),
    }),
    others: notForViewers,
  },
  {
    route: 'mutation alerts.assign',
    as: 'sam',
    input: async (f) => ({ tenant, alertId: await alert(f), userId: cast.sam }),
    others: notForViewers,
  },
  {
    route: 'mutation alerts.comment',
    as: 'sam',
    input: async (f) => ({ tenant, alertId: await alert(f), text: 'Looking at it.' }),
    others: notForViewers,
  },
  { route: 'query alerts.settings', as: 'sam', input: () => ({ tenant }), others: notForViewers },
  { route: 'mutation alerts.saveChannel', as: 'olive', input: channel, others: notForViewers },
  {
    route: 'mutation alerts.testChannel',
    as: 'olive',
    input: async (f) => ({ tenant, channelId: await made(f) }),
    others: notForViewers,
  },
  {
    route: 'mutation alerts.removeChannel',
    as: 'olive',
    input: async (f) => ({ tenant, channelId: await made(f) }),
    others: notForViewers,
  },
  {
    route: 'mutation alerts.saveQuiet',
    as: 'olive',
    input: () => ({ tenant, quiet: { from: '22:00', to: '07:00' } }),
    others: notForViewers,
  },
]
