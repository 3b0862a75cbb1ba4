import { startProduct } from '../bench/product.ts'
import { demoFileVariable } from './house.ts'

/**
 * Starts the product as a newcomer does, with a small world, in a state directory of its own. Whoever names the demo file of
 * a product that runs already has the stories told to that one.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env[demoFileVariable]) return () => Promise.resolve()
  const product = await startProduct()
  process.env[demoFileVariable] = product.demoFile
  return () => product.stop()
}
