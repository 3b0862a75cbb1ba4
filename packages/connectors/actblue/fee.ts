import { parseMoney, type Money } from '@throughline/canonical'

/** 3.95 % as hundredths of a per cent. Source: ActBlue help, "What are ActBlue's processing fees". */
const rate = 395

export interface Fee {
  amount: Money
  estimated: boolean
}

/** ActBlue's flat 3.95 % of one line item, half up to the cent: $25.00 gives $0.99, $2.00 gives $0.08. */
export function estimateFee(gross: Money): Fee {
  const minor = Math.floor((gross.minor * rate + 5_000) / 10_000)
  return { amount: { minor, currency: gross.currency }, estimated: true }
}

/** The fee as what is left of the gross after ActBlue's net; an estimate where the net is missing or makes no sense. */
export function feeFromNet(gross: Money, net: string | number | undefined): Fee {
  const minor = net === undefined ? -1 : gross.minor - parseMoney(net, gross.currency).minor
  const sane = minor >= 0 && minor <= gross.minor
  return sane ? { amount: { minor, currency: gross.currency }, estimated: false } : estimateFee(gross)
}

/** The fee as ActBlue's report states it; an estimate where it does not. */
export function feeAsStated(gross: Money, fee: string | undefined): Fee {
  return fee === undefined ? estimateFee(gross) : { amount: parseMoney(fee, gross.currency), estimated: false }
}
