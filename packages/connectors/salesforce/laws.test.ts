import type { ObservedRow } from '@throughline/connector-kit'
import { polledStreams, runToEnd, step } from '@throughline/connector-kit/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fresh, kept, sorted, truth, type SalesforceDrive } from './test-drive.ts'

const objects = ['Contact', 'Lead', 'Opportunity', 'Campaign'] as const
const streamsOf: Record<(typeof objects)[number], string> = {
  Contact: 'contacts',
  Lead: 'leads',
  Opportunity: 'opportunities',
  Campaign: 'campaigns',
}
const watched = [...Object.values(streamsOf), 'opportunity_history', 'contact_roles', 'campaign_members']

/** What people do in an org, what goes wrong on the way, and when we look. */
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      object: fc.constantFrom(...objects),
      many: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      object: fc.constantFrom(...objects),
      which: fc.nat(1_000),
      stage: fc.constantFrom('Prospecting', 'Qualification', 'Closed Won', 'Closed Lost'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      object: fc.constantFrom(...objects),
      which: fc.nat(1_000),
      forGood: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tie' as const), which: fc.nat(1_000), primary: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), which: fc.nat(1_000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 600 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      stream: fc.constantFrom(...watched),
      slices: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      kind: fc.constantFrom('network', '503', '429', 'truncated', 'session', 'concurrent'),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
)
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never

async function play(drive: SalesforceDrive, events: readonly Event[]): Promise<void> {
  const { emulator, clock } = drive
  const { org } = emulator
  const alive = (object: string) => [...org.table(object).all].filter(({ IsDeleted }) => IsDeleted !== true)
  const pick = (object: string, which: number) => alive(object)[which % Math.max(1, alive(object).length)]
  for (const event of events) {
    switch (event.do) {
      case 'add':
        for (let each = 0; each < event.many; each += 1)
          org.insert(event.object, {
            Name: 'N',
            LastName: 'L',
            Status: 'New',
            StageName: 'Prospecting',
            Amount: each,
            CloseDate: '2026-12-31',
          })
        break
      case 'change': {
        const row = pick(event.object, event.which)
        if (row)
          org.update(
            event.object,
            row.Id,
            event.object === 'Opportunity' ? { StageName: event.stage } : { OwnerId: emulator.setup.users.left },
          )
        break
      }
      case 'delete': {
        const row = pick(event.object, event.which)
        if (!row) break
        org.remove(event.object, row.Id)
        if (event.forGood) org.purge(event.object, row.Id)
        break
      }
      case 'tie': {
        const [deal, contact, campaign] = ['Opportunity', 'Contact', 'Campaign'].map((object) =>
          pick(object, event.which),
        )
        if (deal && contact)
          org.insert('OpportunityContactRole', {
            OpportunityId: deal.Id,
            ContactId: contact.Id,
            IsPrimary: event.primary,
          })
        if (campaign && contact)
          org.insert('CampaignMember', { CampaignId: campaign.Id, ContactId: contact.Id, HasResponded: event.primary })
        break
      }
      case 'merge': {
        const [winner, loser] = [pick('Contact', event.which), pick('Contact', event.which + 1)]
        if (winner && loser && winner !== loser) org.merge('Contact', winner.Id, loser.Id)
        break
      }
      case 'wait':
        clock.advance(event.minutes * 60_000)
        break
      case 'read':
        for (let slice = 0; slice < event.slices; slice += 1) await look(drive, event.stream)
        break
      case 'fault':
        emulator.faults.next(faultOf(event.kind), { times: event.times })
        break
      case 'expire':
        emulator.expire?.()
    }
  }
}

function faultOf(kind: string) {
  const fault = (status: number, errorCode: string, message = '') => ({
    type: 'status' as const,
    status,
    body: JSON.stringify([{ message, errorCode }]),
  })
  switch (kind) {
    case '503':
      return { type: 'status' as const, status: 503, body: '<html>', contentType: 'text/html' }
    case '429':
      return { type: 'status' as const, status: 429, retryAfter: '3' }
    case 'session':
      return fault(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
    case 'concurrent':
      return fault(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded')
    case 'truncated':
      return { type: 'truncated' as const }
    default:
      return { type: 'network' as const }
  }
}

/** One short slice; a session that was refused twice asks for a sign-in, which somebody then does. */
async function look(drive: SalesforceDrive, stream: string): Promise<void> {
  const end = await step(drive, stream, { budgetMs: 0 })
  if (end.outcome === 'later') drive.clock.advance(Math.max(1, end.at.getTime() - drive.clock.now().getTime()))
  if (end.outcome === 'ask') drive.states.forget(drive.connection.id)
}

/** When all is quiet again, everything is read to its end twice, the second time after the log of deletions is due. */
async function settle(drive: SalesforceDrive): Promise<void> {
  drive.emulator.faults.clear()
  drive.states.forget(drive.connection.id)
  for (const pause of [60_000, 3 * 3_600_000]) {
    drive.clock.advance(pause)
    for (const stream of watched) expect((await runToEnd(drive, stream)).outcome).toBe('done')
  }
}

function same(drive: SalesforceDrive): void {
  expect(drive.store.quarantined).toEqual([])
  for (const stream of watched) {
    const [ours, theirs] = [kept(drive, stream), truth(drive, stream)]
    const gone = (row: Record<string, unknown> | undefined) => row?.IsDeleted === true
    for (const [key, row] of ours) if (!theirs.has(key)) expect([stream, key, gone(row)]).toEqual([stream, key, true])
    // What the recycle bin and the log say of one deletion differs by its second.
    const living = (rows: Map<string, Record<string, unknown>>) => new Map([...rows].filter(([, row]) => !gone(row)))
    expect(sorted(living(ours))).toEqual(sorted(living(theirs)))
    for (const [key, row] of theirs)
      if (gone(row)) expect([stream, key, gone(ours.get(key))]).toEqual([stream, key, true])
  }
}

describe('laws', { timeout: 120_000 }, () => {
  test('whatever people do, whatever goes wrong and whenever we look: in the end the rows are Salesforce’s own', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 5, maxLength: 30 }),
        fc.constantFrom(20, 10_000),
        fc.constantFrom(2_000, 37),
        async (events, bulkFrom, batch) => {
          const drive = fresh({ config: { bulkFrom } })
          drive.emulator.knobs.query.batch = batch
          drive.emulator.knobs.bulk.pageRows = 25
          await play(drive, events)
          await settle(drive)
          same(drive)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('any cutting of history into slices reads what one long reading does', async () => {
    const build = (bulkFrom: number, batch: number) => {
      const drive = fresh({ config: { bulkFrom } })
      for (let index = 0; index < 130; index += 1)
        drive.emulator.org.insert(
          'Contact',
          { LastName: `P${index}` },
          index % 3 === 0 ? '2026-09-10T18:00:02Z' : undefined,
        )
      Object.assign(drive.emulator.knobs.query, { batch })
      Object.assign(drive.emulator.knobs.bulk, { pageRows: batch })
      return drive
    }
    const rowsOf = ({ store }: SalesforceDrive): [string, ObservedRow][] => sorted(store.rows)
    const whole = build(10_000, 2_000)
    for (const stream of polledStreams(whole)) await runToEnd(whole, stream)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(10, 10_000),
        fc.integer({ min: 3, max: 200 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (bulkFrom, batch, kills) => {
          const drive = build(bulkFrom, batch)
          const { savePage } = drive.store
          drive.store.savePage = (page) => (kills.pop() ? Promise.reject(new Error('killed')) : savePage(page))
          for (const stream of polledStreams(drive))
            for (let done = false; !done;)
              done = await runToEnd(drive, stream, { budgetMs: 0 }).then(
                () => true,
                (error: Error) => {
                  expect(error.message).toBe('killed')
                  return false
                },
              )
          expect(rowsOf(drive)).toEqual(rowsOf(whole))
        },
      ),
      { numRuns: 20 },
    )
  })
})
