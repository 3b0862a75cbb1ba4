import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bundle, bundles } from './bundles.ts'

describe('what a site loads', () => {
  it.each(['tracker.js', 'tracker.script.js', 'react-native.js'] as const)('%s is under 5 kB gzipped', async (file) => {
    expect(gzipSync(await bundle(file), { level: 9 }).length).toBeLessThan(5_000)
  })

  it('brings everything along and asks nothing of the place it is imported in', async () => {
    for (const { code } of await bundles()) expect(code).not.toMatch(/\bimport\b|\brequire\(/)
    const { createMobileTracker } = await import('./src/react-native.ts')
    const { createTracker } = await import('./src/index.ts')
    expect([typeof createMobileTracker, typeof createTracker, typeof globalThis['document' as never]]).toEqual([
      'function',
      'function',
      'undefined',
    ])
  })
})
