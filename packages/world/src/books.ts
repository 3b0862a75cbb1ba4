import type {
  EmulatedDonor,
  EmulatedEntity,
  EmulatedLine,
  EmulatedOrder,
} from '@throughline/connector-actblue/emulator'
import type { Client } from './client.ts'
import type { LineItem } from './line-item.ts'
import { endedWithin } from './plan.ts'

/** Writes the world's lines as the emulated ActBlue keeps them: lines of one order share that order. */
export interface Books {
  entities: EmulatedEntity[]
  enter(line: LineItem): EmulatedLine
}

export function openBooks(client: Client): Books {
  const orders = new Map<string, EmulatedOrder>()
  const orderOf = (line: LineItem): EmulatedOrder => {
    const known = orders.get(line.order)
    if (known) return known
    const order = emulatedOrder(client, line)
    orders.set(line.order, order)
    return order
  }
  return {
    entities: [{ entityId: client.entityId, entityName: client.entityName }, ...client.partners].map(
      ({ entityId, entityName }) => ({
        id: entityId,
        committee: entityName,
        fecId: `C${String(entityId).padStart(8, '0')}`,
      }),
    ),
    enter: (line) => ({
      lineitemId: line.lineItemId,
      order: orderOf(line),
      entityId: line.entityId,
      amountMinor: line.minor,
      ...(line.plan ? { repeatsMinor: line.plan.minor } : {}),
      paidAt: line.paidAt,
      charge: line.charge,
      status: line.status,
      ...(line.refundedAt === null ? {} : { refundedAt: line.refundedAt }),
      ...(line.duplicated ? { twice: true } : {}),
    }),
  }
}

function emulatedOrder(client: Client, line: LineItem): EmulatedOrder {
  const { plan } = line
  const codes = { refcode: line.refcode, refcode2: line.refcode2, refcodeSB: line.refcodeSB }
  const filled = Object.fromEntries(
    Object.entries(codes).filter((entry): entry is [string, string] => entry[1] !== null),
  )
  const ended = plan && endedWithin(plan, -Infinity, Infinity)
  return {
    orderNumber: line.order,
    createdAt: plan?.startedAt ?? line.paidAt,
    donor: emulatedDonor(client, line),
    form: line.form,
    ...(Object.keys(filled).length > 0 ? { refcodes: filled } : {}),
    period: plan?.period ?? 'once',
    ...(plan?.pledged ? { pledged: plan.pledged } : {}),
    textMessageOption: line.textOptIn ? 'opt_in' : 'unknown',
    ...(line.abTest ? { abTest: `${line.abTest.name}/${line.abTest.arm}` } : {}),
    isMobile: line.mobile,
    ...(line.customField ? { comment: `${line.customField.label}: ${line.customField.answer}` } : {}),
    ...(plan && ended && plan.cancelledAt !== null
      ? { cancelledAt: plan.cancelledAt, cancelReason: plan.cancelReason ?? 'Donor request' }
      : {}),
  }
}

function emulatedDonor(client: Client, { donor, shouted }: LineItem): EmulatedDonor {
  return {
    id: client.firstLineItemId / 10 + donor.donorNo,
    firstname: donor.firstName,
    lastname: donor.lastName,
    ...(donor.email === null ? {} : { email: shouted ? donor.email.toUpperCase() : donor.email }),
    ...(donor.phone === null ? {} : { phone: donor.phone }),
    addr1: donor.street,
    city: donor.place.city,
    state: donor.place.state,
    zip: donor.place.zip,
    country: 'United States',
    occupation: donor.occupation,
    employer: donor.occupation === 'Retired' ? 'None' : 'Self',
  }
}
