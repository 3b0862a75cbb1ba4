export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** What a cookie said, or the system's own where it said nothing known. */
export function parseThemeChoice(text: string | undefined): ThemeChoice {
  return themeChoices.find((choice) => choice === text) ?? 'system'
}

/** Shows a choice at once and keeps it for a year. */
export function applyTheme(choice: ThemeChoice): void {
  const html = document.documentElement
  html.dataset.themeChoice = choice
  html.dataset.theme =
    choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches) ? 'dark' : 'light'
  const secure = location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `theme=${choice}; path=/; max-age=31536000; samesite=lax${secure}`
}

/** Follows the system while that is the choice; returns how to stop. */
export function followSystemTheme(): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => {
    if (document.documentElement.dataset.themeChoice === 'system') applyTheme('system')
  }
  media.addEventListener('change', follow)
  return () => media.removeEventListener('change', follow)
}
