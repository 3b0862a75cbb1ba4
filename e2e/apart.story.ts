import { expect, test } from '@playwright/test'
import { freePort, isReady, startProduct, until, type Product } from '../bench/product.ts'
import { clientAt, clientsOf, demoFileVariable } from './house.ts'
import { figure } from './figures.ts'
import { open, settled, signIn } from './pages.ts'
import { giveNow } from './webhook.ts'

/** The product in three processes that know each other by address alone: the API, the app, the worker. */
const shared = process.env[demoFileVariable]
let product: Product

test.beforeAll(async () => {
  test.setTimeout(600_000)
  product = await startProduct()
  await product.endStart()

  const [api, web, worker] = [await freePort(), await freePort(), await freePort()]
  const [apiUrl, PUBLIC_URL] = [`http://127.0.0.1:${api}`, `http://127.0.0.1:${web}`]
  const start = async (part: string, port: string, env: Record<string, string>) => {
    const running = product.throughline(['start', part], { PORT: port, PUBLIC_URL, ...env })
    await until(() => isReady(`http://127.0.0.1:${port}`), running)
    return running
  }
  const first = await start('api', api, { TRUST_PROXY: '1' })
  await start('worker', worker, {})
  await start('web', web, { API_URL: apiUrl })
  await until(async () => (await product.demo()).baseUrl === PUBLIC_URL, first)
  process.env[demoFileVariable] = product.demoFile
})

test.afterAll(async () => {
  if (shared === undefined) delete process.env[demoFileVariable]
  else process.env[demoFileVariable] = shared
  await product.stop()
})

test('sign-in, the overview and its live stream work with the API, the app and the worker apart', async ({
  page,
  request,
}) => {
  const client = clientAt(clientsOf('viewer').theirs[0]?.slug)
  await signIn(page, 'viewer')
  await open(page, `/t/${client.slug}/overview`)
  await settled(page)
  const before = await figure(page, 'Gifts')

  // Posted to the app's address, kept by the API, counted by the worker, told to the page by the API.
  await giveNow(request, client, '137.42')

  await expect.poll(() => figure(page, 'Gifts')).toBe(before + 1)
  await expect(page.getByRole('table', { name: 'Latest gifts' })).toContainText('$137.42')
})
