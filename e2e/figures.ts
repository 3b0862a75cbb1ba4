import type { Page } from '@playwright/test'

/** The number in a text such as `$1,234.56`, `− $12.00` or `Net raised: $9`. */
export const numberIn = (text: string): number => {
  const digits = /([−-]?)\s*\$?([\d,]+(?:\.\d+)?)/.exec(text.slice(text.lastIndexOf(':') + 1))
  if (!digits) throw new Error(`no number in “${text}”`)
  return Number(digits[2]?.replaceAll(',', '')) * (digits[1] ? -1 : 1)
}

/** A figure of the overview, as its accessible name says it. */
export const figure = async (page: Page, label: string): Promise<number> =>
  numberIn((await page.locator(`[data-kpi="${label}"] a.figure`).getAttribute('aria-label')) ?? '')

export const netRaised = (page: Page): Promise<number> => figure(page, 'Net raised')
