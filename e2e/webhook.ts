import { expect, type APIRequestContext } from '@playwright/test'
import { randomInt, randomUUID } from 'node:crypto'
import type { Client } from './house.ts'

/** Posts a gift as ActBlue would, now, to that client's own address; the answer is a 2xx once it is kept. */
export const giveNow = async (request: APIRequestContext, client: Client, dollars: string): Promise<string> => {
  const [connection] = client.connections
  const door = connection?.webhooks.find(({ kind }) => kind === 'contribution')
  if (!connection || !door) throw new Error(`${client.slug} hears of no gifts`)
  const proof = Buffer.from(`${door.username}:${door.password}`).toString('base64')
  const orderNumber = `AB${randomInt(1e9, 9e9)}`
  const now = new Date().toISOString()
  const answer = await request.post(door.url, {
    headers: { authorization: `Basic ${proof}` },
    data: {
      donor: {
        firstname: 'Nell',
        lastname: 'Newcomb',
        email: `${randomUUID()}@donor.example`,
        country: 'United States',
      },
      contribution: {
        createdAt: now,
        orderNumber,
        contributionForm: 'browser_story',
        isRecurring: false,
        uniqueIdentifier: randomUUID(),
        status: 'approved',
      },
      lineitems: [
        {
          sequence: 1,
          entityId: Number(connection.config.entityIds[0]),
          amount: dollars,
          paidAt: now,
          paymentId: randomInt(1e9),
          lineitemId: randomInt(1e9, 9e9),
        },
      ],
      form: { name: 'browser_story', kind: 'page' },
    },
  })
  expect(answer.status()).toBeLessThan(300)
  return orderNumber
}
