import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const lookUp = (): string | undefined => {
  const given = process.env['CHROMIUM_PATH']
  if (given) return existsSync(given) ? given : undefined
  for (const name of names) {
    const found = spawnSync('which', [name], { encoding: 'utf8' })
    if (found.status === 0) return found.stdout.trim()
  }
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  return existsSync(mac) ? mac : undefined
}

const apt = (...args: string[]): boolean =>
  spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    .status === 0

/**
 * The browser to test with: CHROMIUM_PATH, chromium or chrome; as root on Debian it is installed.
 * @returns the environment that names it, or one line that says what to do
 */
export const findBrowser = async (): Promise<{ CHROMIUM_PATH: string } | string> => {
  const found = lookUp()
  if (found) return { CHROMIUM_PATH: found }
  const given = process.env['CHROMIUM_PATH']
  if (given) return `CHROMIUM_PATH names ${given}, which is not there.`
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('No browser found: installing chromium …')
    if (apt('update', '-q') && apt('install', '-y', '-q', '--no-install-recommends', 'chromium')) {
      const installed = lookUp()
      if (installed) return { CHROMIUM_PATH: installed }
    }
  }
  return 'The browser tests need chromium or Chrome: install it (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.'
}
