import { test } from '@playwright/test'
import { everyPage } from './every-page.ts'
import { enterAs, expectNothingSticksOut, expectNoViolations, turn } from './pages.ts'

const widths = [375, 768, 1920]

for (const { name, as, go } of everyPage)
  test(`${name}: axe finds nothing, light or dark, and nothing sticks out at any width`, async ({ page }) => {
    if (as) await enterAs(page, as)
    await go(page)
    // The theme changes colours and nothing else.
    for (const [colorScheme, of] of [
      ['light', 'all'],
      ['dark', 'colours'],
    ] as const) {
      await turn(page, colorScheme)
      await expectNoViolations(page, `${name}, ${colorScheme}`, of)
    }
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await expectNothingSticksOut(page, `${name}, ${width} pixels wide`)
    }
  })
