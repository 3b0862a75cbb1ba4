import { expect, type APIRequestContext, type APIResponse } from '@playwright/test'
import { randomInt, randomUUID } from 'node:crypto'
import { entityOf } from '../bench/notices.ts'
import type { Client } from './house.ts'

type Kind = 'contribution' | 'refund' | 'cancellation'
type Door = Pick<Client['connections'][number], 'webhooks' | 'config'>

/** Posts a body as ActBlue would, to that connection's own address; the answer is its own. */
export const post = (
  request: APIRequestContext,
  { webhooks }: Pick<Door, 'webhooks'>,
  kind: Kind,
  data: unknown,
): Promise<APIResponse> => {
  const door = webhooks.find((each) => each.kind === kind)
  if (!door) throw new Error(`nobody hears of a ${kind}`)
  const proof = Buffer.from(`${door.username}:${door.password}`).toString('base64')
  return request.post(door.url, { headers: { authorization: `Basic ${proof}` }, data })
}

export interface Told {
  orderNumber: string
  lineitemId: number
  email: string
}
export interface Giving {
  monthly?: boolean
  firstname?: string
  lastname?: string
  email?: string
  /** As it is written into the body, where that is not the amount. */
  amount?: unknown
  /** What was told before, to be told again in another way. */
  again?: Told
}

/** The body of a gift of now to the connection's entity, with what tells it from others. */
export const giftBody = (
  { config }: Pick<Door, 'config'>,
  dollars: string,
  more: Giving = {},
): Told & { body: object } => {
  const now = new Date().toISOString()
  const told = more.again ?? {
    orderNumber: `AB${randomInt(1e9, 9e9)}`,
    lineitemId: randomInt(1e9, 9e9),
    email: more.email ?? `${randomUUID()}@donor.example`,
  }
  return {
    ...told,
    body: {
      donor: {
        firstname: more.firstname ?? 'Nell',
        lastname: more.lastname ?? 'Newcomb',
        email: told.email,
        country: 'United States',
      },
      contribution: {
        createdAt: now,
        orderNumber: told.orderNumber,
        contributionForm: 'browser_story',
        isRecurring: more.monthly === true,
        ...(more.monthly ? { recurringPeriod: 'monthly', recurringDuration: 'infinite' } : {}),
        uniqueIdentifier: randomUUID(),
        status: 'approved',
      },
      lineitems: [
        {
          sequence: 1,
          entityId: entityOf({ config }),
          amount: more.amount ?? dollars,
          ...(more.monthly ? { recurringAmount: dollars } : {}),
          paidAt: now,
          paymentId: randomInt(1e9),
          lineitemId: told.lineitemId,
        },
      ],
      form: { name: 'browser_story', kind: 'page' },
    },
  }
}

const firstOf = (client: Client) => {
  const [connection] = client.connections
  if (!connection) throw new Error(`${client.slug} has no connection`)
  return connection
}

/** Posts a gift as ActBlue would, now, to that client's own address; the answer is a 2xx once it is kept. */
export const giveNow = async (
  request: APIRequestContext,
  client: Client,
  dollars: string,
  more: Giving = {},
): Promise<Told> => {
  const { body, ...told } = giftBody(firstOf(client), dollars, more)
  expect((await post(request, firstOf(client), 'contribution', body)).status()).toBeLessThan(300)
  return told
}

/** Posts that a series has ended, now. */
export const cancelNow = async (request: APIRequestContext, client: Client, told: Told): Promise<void> => {
  const { config } = firstOf(client)
  const answer = await post(request, firstOf(client), 'cancellation', {
    donor: { email: told.email },
    contribution: {
      orderNumber: told.orderNumber,
      cancelledAt: new Date().toISOString(),
      recurringPeriod: 'monthly',
      recurCompleted: 1,
      isRecurring: true,
    },
    lineitems: [{ lineitemId: told.lineitemId, entityId: entityOf({ config }) }],
  })
  expect(answer.status()).toBeLessThan(300)
}
