import type { CanonicalRecord, Conversion, Person, Refund, Touchpoint } from '@throughline/canonical'
import { donor, gift, refund, row } from '../../ledger/testing/gift.ts'
import { ledgerFixture, testNow, type LedgerFixture } from '../../ledger/testing/ledger-fixture.ts'
import { attributeSome } from '../attribute.ts'
import type { KnownReaders } from '../readers.store.ts'
import { creditChannels } from '../place.ts'

/** Touches and gifts of people, told step by step, and what credit they come to. */
export interface Story extends LedgerFixture {
  gives(key: string, who: Person, more?: Partial<Conversion>): Promise<Conversion>
  takesBack(of: Conversion, more?: Partial<Refund>): Promise<void>
  isTouched(key: string, who: Person, more?: Partial<Touchpoint>): Promise<void>
  tell(key: string, records: CanonicalRecord[]): Promise<void>
  /** Follows everything back, until nothing is left. */
  attribute(): Promise<void>
  /** Credit as it is kept: minor units by channel and, where it has one, campaign; `nowhere` what has no touch. */
  credit(kind?: string): Promise<Record<string, number>>
}

export async function story(): Promise<Story> {
  const f = await ledgerFixture()
  const write = async (key: string, records: CanonicalRecord[], stream = 'rows') => {
    await f.write([row(key, records, { stream })], { now: testNow })
  }
  return {
    ...f,
    async gives(key, who, more) {
      const it = gift(key, who, more)
      await write(key, [it], 'gifts')
      return it
    },
    takesBack: (of, more) => write(more?.key ?? of.key, [refund(of, more)], 'refunds'),
    isTouched: (key, who, more) =>
      write(key, [
        {
          kind: 'touchpoint',
          key,
          happenedAt: '2026-11-09T18:00:00.000Z',
          type: 'text_delivered',
          channel: 'sms',
          person: who,
          ...more,
        },
      ]),
    tell: (key, records) => write(key, records),
    async attribute() {
      const known: KnownReaders = new Map()
      for (let steps = 0; (await f.inside((inside) => attributeSome(inside, known))).more; steps += 1)
        if (steps > 500) throw new Error('attribution does not come to an end')
    },
    async credit(kind = 'gross') {
      const rows = await f.t.superuser<{ channel: number | null; campaign: string | null; minor: string }[]>`
        select p.channel, p.campaign, sum(c.minor)::text as minor from credit_movement c
        left join touch_place p using (tenant_id, place_no)
        where c.tenant_id = ${f.tenantId} and c.kind = ${kind} group by 1, 2 having sum(c.minor) <> 0 order by 1, 2`
      return Object.fromEntries(
        rows.map(({ channel, campaign, minor }) => [
          channel === null ? 'nowhere' : `${creditChannels[channel]}${campaign === null ? '' : ` ${campaign}`}`,
          Number(minor),
        ]),
      )
    },
  }
}

export { donor }
