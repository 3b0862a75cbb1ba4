import { once } from 'node:events'
import { loadavg } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  creditInBulk,
  creditPaths,
  fitMarkov,
  fitShapleyRate,
  modelNames,
  unlimited,
  type BulkOptions,
  type Conversions,
  type Model,
  type ModelName,
  type Paths,
} from '../../packages/core/src/attribution/models/index.ts'
import { createRng } from '../../packages/stats/src/index.ts'
import type { Case, Measured } from '../measure.ts'

const conversionCount = 1_000_000
const channels = ['ads', 'sms', 'email', 'call', 'social', 'web', 'event', 'mail', 'partner', 'crm', 'search', 'direct']
const day = 86_400

/** Seconds of python with SuperLU on two such cores for the same kind of paths: 12 channels, 10,000 of them. */
const published = { 1: 0.13, 2: 0.08, 3: 0.31, 4: 1.6 } as const

/** Ten million touches before a million conversions through every model, and Markov of order 1 to 4 on 10,000 paths. */
export const bench: Case = {
  name: 'Attribution: 10 M touches, 1 M conversions, every model; Markov on 10,000 paths',
  async run(say) {
    const conversions = someConversions()
    const touches = conversions.channel.length
    say(`${touches} touches of ${conversionCount} conversions`)
    const paths = pathsOf(conversions)
    const began = performance.now()
    const [markov, shapleyRate] = [fitMarkov(paths, { order: 1 }), fitShapleyRate(paths, createRng('bench'))]
    const fitted = performance.now() - began
    if (!markov.ok || !shapleyRate.ok) throw new Error('nothing was fitted')
    say(`fitted in ${Math.round(fitted)} ms`)
    const special: Partial<Record<ModelName, Model>> = {
      markov: { name: 'markov', fit: markov.fit },
      shapley_rate: { name: 'shapley_rate', fit: shapleyRate.fit },
      custom: { name: 'custom', rules: 'when channel is sms and days_before < 3 then 2\nelse 1 / count' },
    }
    const models = modelNames.map((name) => special[name] ?? ({ name } as Model))
    const options: BulkOptions = { channels, models, windows: [unlimited] }
    const alone = performance.now()
    await creditInBulk(conversions, options)
    const single = performance.now() - alone
    say(`one thread: ${Math.round(single)} ms`)
    const used = process.cpuUsage()
    const both = await onTwoThreads(conversions, options)
    const { user, system } = process.cpuUsage(used)
    const windowed = performance.now()
    await creditInBulk(conversions, { ...options, windows: [{ clickDays: 30, viewDays: 1 }] })
    const inWindow = performance.now() - windowed
    return [
      {
        name: `${models.length} models, two threads`,
        value: both / 1_000,
        unit: 's',
        aim: '≤ 10',
        note: `${(touches / 1e6).toFixed(1)} M touches, counts and money split to the unit; ${(loadavg()[0] ?? 0).toFixed(0)} other processes wanted the cores`,
      },
      {
        name: 'processor time of that, both threads',
        value: (user + system) / 1e6,
        unit: 's',
        note: 'what it takes where nothing else runs is half of it',
      },
      { name: 'the same, one thread', value: single / 1_000, unit: 's' },
      { name: 'the same within 30 days of clicks and 1 of views', value: inWindow / 1_000, unit: 's' },
      { name: 'fitting Markov and shapley_rate to the same', value: fitted / 1_000, unit: 's' },
      ...markovOrders(say),
    ]
  },
}

/** Each half in a thread of its own, over memory that they share. */
async function onTwoThreads(conversions: Conversions, options: BulkOptions): Promise<number> {
  const half = conversionCount / 2
  const workers = [
    [0, half],
    [half, conversionCount],
  ].map(
    ([from, end]) =>
      new Worker(path.join(import.meta.dirname, '../attribution-worker.ts'), {
        workerData: {
          conversions: {
            ...conversions,
            offsets: conversions.offsets.subarray(from, (end ?? 0) + 1),
            amounts: conversions.amounts.subarray(from, end),
          },
          options,
        },
      }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'online')))
  const began = performance.now()
  const done = workers.map((worker) => once(worker, 'message'))
  for (const worker of workers) worker.postMessage('go')
  await Promise.all(done)
  return performance.now() - began
}

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes)

function someConversions(): Conversions {
  const rng = createRng('bench attribution')
  const offsets = new Uint32Array(shared(4 * (conversionCount + 1)))
  for (let j = 0; j < conversionCount; j += 1) offsets[j + 1] = (offsets[j] as number) + 1 + rng.below(19)
  const touches = offsets[conversionCount] as number
  const all: Conversions & { secondsBefore: Float64Array; channel: Uint8Array; type: Uint8Array } = {
    offsets,
    secondsBefore: new Float64Array(shared(8 * touches)),
    channel: new Uint8Array(shared(touches)),
    type: new Uint8Array(shared(touches)),
    isView: new Uint8Array(shared(touches)),
    amounts: new Float64Array(shared(8 * conversionCount)),
  }
  for (let j = 0; j < conversionCount; j += 1) {
    all.amounts[j] = 100 + rng.below(50_000)
    let before = rng.below(90 * day)
    for (let i = offsets[j] as number; i < (offsets[j + 1] as number); i += 1) {
      all.secondsBefore[i] = before
      before = Math.floor(before * rng.float())
      all.channel[i] = Math.floor(channels.length * rng.float() ** 2)
      all.isView[i] = rng.chance(0.5) ? 1 : 0
    }
  }
  return all
}

/** Every journey a path of its own; every third is taken not to have converted. */
const pathsOf = ({ offsets, channel, amounts }: Conversions): Paths => ({
  channels,
  offsets,
  touches: Uint32Array.from(channel),
  conversions: Float64Array.from(amounts, (_, j) => (j % 3 === 0 ? 0 : 1)),
  value: amounts,
  nulls: Float64Array.from(amounts, (_, j) => (j % 3 === 0 ? 1 : 0)),
})

/** 10,000 paths over twelve channels, as many and as long as those that the published times are of. */
function markovOrders(say: (line: string) => void): Measured[] {
  const rng = createRng('bench paths')
  const lengths = Array.from({ length: 10_000 }, () => 1 + Math.floor(-5 * Math.log(1 - rng.float())))
  const offsets = new Uint32Array(lengths.length + 1)
  lengths.forEach((length, p) => (offsets[p + 1] = (offsets[p] as number) + length))
  const paths: Paths = {
    channels,
    offsets,
    touches: Uint32Array.from({ length: offsets.at(-1) ?? 0 }, () => Math.floor(channels.length * rng.float() ** 3)),
    conversions: Float64Array.from(lengths, () => rng.below(4)),
    value: Float64Array.from(lengths, () => rng.below(1_000)),
    nulls: Float64Array.from(lengths, () => rng.below(12)),
  }
  return ([1, 2, 3, 4] as const).map((order) => {
    const before = process.cpuUsage()
    const credit = creditPaths(paths, 'markov', order)
    const { user, system } = process.cpuUsage(before)
    const seconds = (user + system) / 1e6
    const states = credit.by === 'markov' ? credit.chain.states - 1 : 0
    say(`order ${order}: ${states} states`)
    return {
      name: `Markov, order ${order}, 10,000 paths`,
      value: seconds,
      unit: 's of processor',
      aim: `< ${published[order]}`,
      note: `${states} states, ${channels.length} channels, exact, conversions and value`,
    }
  })
}
