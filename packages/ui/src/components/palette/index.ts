export { type PaletteGroup, type PaletteItem } from './palette-items.ts'
export { default as Palette } from './palette.svelte'
