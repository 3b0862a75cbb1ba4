export { applyTheme, followSystemTheme, parseThemeChoice, type ThemeChoice } from './theme.ts'
export { default as ThemeToggle } from './theme-toggle.svelte'
