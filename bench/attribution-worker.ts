import { parentPort, workerData } from 'node:worker_threads'
import { creditInBulk, type BulkOptions, type Conversions } from '../packages/core/src/attribution/models/index.ts'

/** Credits its share of the conversions of `bench/cases/attribution.ts` when told to. */
const { conversions, options } = workerData as { conversions: Conversions; options: BulkOptions }

parentPort?.on('message', () => {
  const began = performance.now()
  void creditInBulk(conversions, options).then((credited) => {
    const [first] = credited[0] ?? []
    parentPort?.postMessage({ ms: performance.now() - began, minor: first?.minor.reduce((sum, each) => sum + each, 0) })
    parentPort?.close()
  })
})
