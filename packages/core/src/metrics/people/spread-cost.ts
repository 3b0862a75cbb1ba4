/** What a channel cost, in minor units, and how many touches of people it made: of everybody, and of the set that is asked about. */
export interface ChannelCost {
  cost: number
  touches: number
  ofSet: number
}

/**
 * What a set of people cost: of each channel as much of its cost as they have of its touches. Every unit of money is spread once, so
 * that sets which share nobody never cost more together than was spent, however many campaigns, gifts or touches anybody has.
 * Channels that cost something and touched nobody who is known are left over, and said.
 */
export function spreadCost(channels: readonly ChannelCost[]): { cost: number; unspread: number } {
  let [cost, unspread] = [0, 0]
  for (const channel of channels) {
    if (channel.touches > 0) cost += (channel.cost * channel.ofSet) / channel.touches
    else unspread += channel.cost
  }
  return { cost, unspread }
}
