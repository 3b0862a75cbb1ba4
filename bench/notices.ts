import type { DemoConnection } from './product.ts'

/** The `n`-th gift of a series: its line item's id, its cents and the notice's body. */
export interface Notice {
  key: string
  minor: number
  body: string
}

const firstKey = 900_000_000

/** The entity whose gifts this connection counts: the first it was set up with. */
export function entityOf({ config }: Pick<DemoConnection, 'config'>): number {
  const { entityIds } = config
  const [first] = Array.isArray(entityIds) ? (entityIds as unknown[]) : []
  if (first === undefined) throw new Error('this connection counts no entity’s gifts')
  return Number(first)
}

/** Gifts that nobody else sends: ids from 900,000,000, amounts from the number, donors among a thousand. */
export function notice(n: number, entityId: number): Notice {
  const minor = 500 + ((n * 7919) % 20_000)
  const key = String(firstKey + n)
  const paidAt = new Date(Date.UTC(2026, 10, 1 + (n % 14), n % 24, n % 60, 0)).toISOString()
  const body = {
    donor: {
      firstname: 'Avery',
      lastname: 'Example',
      email: `donor${n % 1000}@example.org`,
      country: 'United States',
      state: 'MO',
      zip: '63101',
    },
    contribution: {
      createdAt: paidAt,
      orderNumber: `AB${key}`,
      contributionForm: 'proof_form',
      refcodes: { refcode: 'proof' },
      recurringPeriod: 'once',
      recurringDuration: 1,
      isRecurring: false,
      status: 'approved',
    },
    lineitems: [
      {
        sequence: 1,
        entityId,
        amount: (minor / 100).toFixed(2),
        paidAt,
        lineitemId: Number(key),
        paymentId: n,
      },
    ],
    form: { name: 'proof_form', kind: 'page' },
  }
  return { key, minor, body: JSON.stringify(body) }
}

/** Posts a gift to the connection's own address with its own credentials. */
export async function post(connection: DemoConnection, { body }: Notice): Promise<number> {
  const door = connection.webhooks.find(({ kind }) => kind === 'contribution')
  if (!door) throw new Error('no webhook for contributions')
  const authorization = `Basic ${Buffer.from(`${door.username}:${door.password}`).toString('base64')}`
  const response = await fetch(door.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body,
  })
  await response.arrayBuffer()
  return response.status
}
