export { default as DateRange } from './date-range.svelte'
export { presetIds, presetRange, type PresetId, type Range } from './presets.ts'
