import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startThrowawayServer } from '../packages/db/src/embedded/index.ts'
import { listens, settled } from './pages.ts'

const root = path.resolve(import.meta.dirname, '..')

/** The product on a PostgreSQL of somebody's own, as its first start says it: nothing planted, one link. */
async function onGivenServer(): Promise<{ link: string; stop: () => Promise<void> }> {
  const server = await startThrowawayServer()
  const home = await mkdtemp('/tmp/throughline-given-')
  await chmod(home, 0o755)
  const product = spawn(process.execPath, [path.join(root, 'apps', 'cli', 'src', 'main.ts'), 'start'], {
    cwd: root,
    env: { ...process.env, THROUGHLINE_HOME: home, DATABASE_URL: server.url, PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [product.stdout, product.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const stop = async () => {
    if (product.exitCode === null) {
      product.kill('SIGTERM')
      await once(product, 'exit')
    }
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
  for (let waited = 0; waited < 600; waited += 1) {
    const [link] = /http\S+\/first-owner\/[\w.~-]+/.exec(said) ?? []
    if (link !== undefined) return { link, stop }
    if (product.exitCode !== null) break
    await pause(100)
  }
  await stop()
  throw new Error(`no link for a first owner:\n${said}`)
}

test('on a server of one’s own the first owner comes in by the link, once, and adds a first client', async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000)
  const { link, stop } = await onGivenServer()
  try {
    await page.goto(link)
    await listens(page)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up your agency')
    const owner = { email: 'first@owner.example', password: 'five round copper plates' }
    await page.getByLabel('Name of the agency').fill('Tall Pines Digital')
    await page.getByLabel('Your name').fill('Fiona First')
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Choose a password').fill('short')
    await page.getByRole('button', { name: 'Begin' }).click()
    await expect(page).toHaveURL(link)
    await expect(page.getByLabel('Name of the agency')).toHaveValue('Tall Pines Digital')
    await page.getByLabel('Choose a password').fill(owner.password)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.waitForURL(/\/portfolio/)
    await listens(page)
    await settled(page)
    await expect(page.getByText('Tall Pines Digital').first()).toBeVisible()

    const again = await (await browser.newContext()).newPage()
    await again.goto(link)
    await listens(again)
    await expect(again.getByRole('heading', { level: 1 })).toHaveText('This link does not work any more')
    await again.context().close()

    await page.goto(new URL('/agency', link).href)
    await listens(page)
    await page.getByLabel('Name', { exact: true }).fill('Willow Creek Library')
    await page.getByRole('button', { name: 'Add the client' }).click()
    await page.waitForURL(/\/t\/willow-creek-library/)
    await listens(page)
    await page.goto(new URL('/t/willow-creek-library/recurring', link).href)
    await listens(page)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No recurring plans yet.')
    await page.goto(new URL('/t/willow-creek-library/overview', link).href)
    await expect(page.getByText('No source is connected yet').first()).toBeVisible()
  } finally {
    await stop()
  }
})
